import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { ObjectReader } from "./object-reader.ts";
import { readAt, repositoryAt } from "./repository.ts";

const gitdir = mkdtempSync(join(tmpdir(), "mosis-objects-"));
afterAll(() => rmSync(gitdir, { recursive: true, force: true }));
execFileSync("git", ["init", "--quiet", "--bare", gitdir]);

function store(content: string | Uint8Array): string {
  const args = ["--git-dir", gitdir, "hash-object", "-w", "--stdin"];
  return execFileSync("git", args, { input: content, encoding: "utf8" }).trim();
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe("an object", () => {
  test("is read whole, whatever is in it", async () => {
    const reader = new ObjectReader(gitdir);
    const large = new Uint8Array(3_000_000).map((_, at) => (at * 31) % 256);
    const contents = ["", "\n", "a line\n", "deadbeef missing\n", large];
    const oids = contents.map(store);
    const found = await Promise.all(oids.map((oid) => reader.read(oid)));
    expect(found.map((each) => [each?.oid, each?.type, each?.bytes.length])).toEqual(
      contents.map((content, index) => [oids[index], "blob", content.length]),
    );
    expect(text(found[3]?.bytes)).toBe("deadbeef missing\n");
    expect(Buffer.compare(found[4]?.bytes ?? new Uint8Array(), large)).toBe(0);
  });

  test("that is not there is null, and so is a path that leads nowhere", async () => {
    const reader = new ObjectReader(gitdir);
    const oid = store("here\n");
    const tree = execFileSync("git", ["--git-dir", gitdir, "mktree"], {
      input: `100644 blob ${oid}\ta file\n`,
      encoding: "utf8",
    }).trim();
    const names = ["00".repeat(20), `${tree}:none`, `${tree}:a file`, `${tree}:a file/b`, oid];
    const found = await Promise.all(names.map((name) => reader.read(name)));
    expect(found.map((each) => each && text(each.bytes))).toEqual([null, null, "here\n", null, "here\n"]);
  });

  test("that comes after the first question is found by the same process", async () => {
    const reader = new ObjectReader(gitdir);
    await reader.read(store("first\n"));
    expect(text((await reader.read(store("second\n")))?.bytes)).toBe("second\n");
  });

  test("is found again after the process was done", async () => {
    const reader = new ObjectReader(gitdir);
    const oid = store("late\n");
    await reader.read(oid);
    await new Promise((resolve) => void setTimeout(resolve, 700));
    expect(text((await reader.read(oid))?.bytes)).toBe("late\n");
  });
});

describe("a repository", () => {
  test("that is none cannot be read, and every question hears of it", async () => {
    const reader = new ObjectReader(join(gitdir, "nowhere"));
    const results = await Promise.allSettled([reader.read("00".repeat(20)), reader.read("11".repeat(20))]);
    for (const result of results) expect(result).toMatchObject({ reason: { name: "GitError", code: "unreachable" } });
  });

  test("that lost a file which its tree lists does not pass it for one that never was", async () => {
    const oid = store("to be broken\n");
    const input = `100644 blob ${oid}\ttombstone\n`;
    const tree = execFileSync("git", ["--git-dir", gitdir, "mktree"], { input, encoding: "utf8" }).trim();
    const path = join(gitdir, "objects", oid.slice(0, 2), oid.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, "broken");
    const repository = repositoryAt(gitdir);
    await expect(readAt(repository, tree, "tombstone")).rejects.toMatchObject({ code: "missing" });
    expect(await readAt(repository, tree, "never")).toBeNull();
    await expect(readAt(repository, "00".repeat(20), "never")).rejects.toMatchObject({ code: "missing" });
  });

  test("does not keep a process alive that has read from it", () => {
    const oid = store("and on\n");
    const module = new URL("object-reader.ts", import.meta.url).href;
    const script = `import { ObjectReader } from ${JSON.stringify(module)};
      const object = await new ObjectReader(${JSON.stringify(gitdir)}).read("${oid}");
      process.stdout.write(object.bytes);
      process.on("exit", () => process.stdout.write(String(process.uptime() < 20)));`;
    const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect([stdout, status]).toEqual(["and on\ntrue", 0]);
  });
});
