import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import type { Difference } from "../../core/audit/difference.ts";
import { anApp } from "../../testing/app-kit.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { PublishKit } from "../../testing/publish-kit.ts";
import { flipBitOf, serveStatic } from "../../testing/static-server.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";

/** A store published a moment ago, and a clone of its registry that knows what was published. */
async function aScene() {
  const kit = await PublishKit.of(aStore().withApp(anApp({ id: NOTES })));
  onTestFinished(() => kit.end());
  kit.now = new Date();
  const server = await serveStatic((path) => kit.target.read(path));
  onTestFinished(() => server.close());
  const folder = join(temporaryFolder(), "registry");
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const records: string[] = [];
  const publish = async (): Promise<void> => {
    await kit.publish();
    git(kit.git.gitdir, "update-ref", "refs/heads/main", kit.main);
    const files = { "published.json": `${JSON.stringify(kit.record)}\n` };
    records.push(kit.git.commit({ files, parents: records.slice(-1) }));
    git(kit.git.gitdir, "update-ref", "refs/mosis/published", records.at(-1)!);
  };
  await publish();
  git(temporaryFolder(), "clone", "--quiet", kit.git.gitdir, folder);
  const published = join(kit.root, "published");
  const run = (...argv: readonly string[]) => runInMemory(["registry", "verify", ...argv], { cwd: folder });
  const fetchRecord = () => git(folder, "fetch", "origin", "refs/mosis/published:refs/mosis/published");
  return { kit, server, folder, published, publish, git, run, fetchRecord };
}

describe("mosis registry verify", () => {
  test("says that a store is what its registry makes it", async () => {
    const { kit, server, run, fetchRecord } = await aScene();
    fetchRecord();
    const { exitCode, stdout, stderr } = await run(server.url);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const when = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
    const text = stdout
      .replaceAll(server.url, "<url>")
      .replaceAll(when, "<time>")
      .replace(/\d+ files/, "<count> files")
      .replace(kit.main.slice(0, 12), "<commit>");
    expect(text).toMatchInlineSnapshot(`
      "  compared   <count> files of 1 app
        root       1
        targets    1, 4 bins verified
        snapshot   1, until <time>
        timestamp  1, until <time>

      Files that the index does not name cannot be listed over HTTP.

      Verified: <url> is what the registry "test" at <commit> (published last) makes it.
      "
    `);
    expect(jsonOf(await run(server.url, "--json"))).toMatchObject({
      ok: true,
      store: server.url,
      registry: "test",
      commit: kit.main,
      commit_from: "published",
      apps: 1,
      differences: [],
      extra: null,
    });
  });

  test("names each difference, and ends with 1", async () => {
    const { server, run } = await aScene();
    server.tamper = flipBitOf(/package\.mosis$/);
    const { exitCode, stdout } = await run(server.url);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`packages/${NOTES}/1/package.mosis  different\n`);
    expect(stdout).toContain("Not verified: ");
    const result = jsonOf(await run(server.url, "--json")) as { ok: boolean; differences: readonly Difference[] };
    const [first, ...others] = result.differences;
    expect(first).toMatchObject({
      path: `packages/${NOTES}/1/package.mosis`,
      kind: "different",
      expected: { sha256: expect.any(String), length: expect.any(Number) },
      actual: { sha256: expect.any(String), length: expect.any(Number) },
    });
    expect(new Set(others.map(({ because }) => because))).toEqual(new Set([`packages/${NOTES}/1/package.mosis`]));
    expect(result.ok).toBe(false);
  });

  test("shows the first twenty", async () => {
    const { server, run } = await aScene();
    server.tamper = (path, bytes) => (path.startsWith("tuf/") ? bytes : null);
    const { stdout } = await run(server.url);
    expect(stdout).toMatch(/\n\nand \d+ more; `--json` has all of them\.\n\n/);
  });

  test("reads a folder, and says what lies beside the index", async () => {
    const { published, run } = await aScene();
    writeFileSync(join(published, "index.html"), "<!doctype html>");
    const { exitCode, stdout } = await run(published);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("0 files of earlier states, 1 page or other file;"),
    });
    mkdirSync(join(published, "packages/com.evil.app/1"), { recursive: true });
    writeFileSync(join(published, "packages/com.evil.app/1/package.mosis"), "");
    expect(jsonOf(await run(published, "--json"))).toMatchObject({
      ok: false,
      differences: [{ kind: "unexpected", path: "packages/com.evil.app/1/package.mosis" }],
      extra: { older: [], outside: ["index.html"] },
    });
  });

  test("takes the published commit, or else HEAD, or the one that is named", async () => {
    const { kit, server, folder, publish, git, run, fetchRecord } = await aScene();
    const first = kit.main;
    const beginning = jsonOf(await run(server.url, "--json"));
    expect(beginning).toMatchObject({ ok: true, commit: first, commit_from: "head" });
    expect(beginning["notes"]).toEqual([expect.stringContaining("git fetch origin refs/mosis/published:")]);
    fetchRecord();
    kit.store.app().withVersion();
    git(kit.git.gitdir, "update-ref", "refs/heads/main", kit.commit());
    git(folder, "pull", "--quiet");
    const ahead = jsonOf(await run(server.url, "--json"));
    expect(ahead).toMatchObject({ ok: true, commit: first, commit_from: "published" });
    expect(ahead["notes"]).toEqual([expect.stringMatching(/^HEAD is at [0-9a-f]{12}: what is newer/)]);
    expect(jsonOf(await run(server.url, "--commit", "main", "--json"))).toMatchObject({
      ok: false,
      commit: kit.main,
      commit_from: "given",
    });
    await publish();
    fetchRecord();
    git(folder, "reset", "--quiet", "--hard", first);
    const behind = jsonOf(await run(server.url, "--json"));
    expect(behind).toMatchObject({ ok: true, commit: kit.main });
    expect(behind["notes"]).toEqual([expect.stringContaining("does not have the published commit")]);
    // What is newer than a commit is no secret either.
    expect(jsonOf(await run(server.url, "--commit", first, "--json"))).toMatchObject({ ok: false });
  });

  test("with --from-source, takes packages from their addresses, and says where they are not", async () => {
    const { server, run } = await aScene();
    const asked = jsonOf(await run(server.url, "--from-source", "--json"));
    // Nobody is at that address, but the store's own copy has the right hash.
    expect(asked).toMatchObject({ ok: true, missing: [{ url: `https://packages.example/${NOTES}-1.mosis` }] });
  });
});

describe("what keeps it from comparing", () => {
  test.each([
    [["ftp://store.example/"], "store-bad-url", 2],
    [["http://127.0.0.1:9/"], "store-unreachable", 4],
    [["./nowhere"], "store-unreachable", 4],
    [["./registry", "--commit", "nothing"], "commit-missing", 2],
    [["./registry", "--registry", "/"], "repository-missing", 2],
  ])("%s is %s", async (argv, code, exitCode) => {
    const { run } = await aScene();
    const result = await run(...argv, "--json");
    expect(jsonOf(result)).toMatchObject({ ok: false, error: { code, fix: expect.any(String) } });
    expect(result.exitCode).toBe(exitCode);
  });

  test("a registry without trust, one without its files, and half a history are said", async () => {
    const { kit, server, git, run } = await aScene();
    const other = temporaryFolder();
    for (const [change, code] of [
      [{ "trust/1.root.json": null }, "registry-broken"],
      [{ "registry.json": null }, "registry-broken"],
    ] as const) {
      git(kit.git.gitdir, "update-ref", "refs/heads/broken", kit.commit(change));
      git(other, "clone", "--quiet", "--branch", "broken", kit.git.gitdir, code + Object.keys(change).join().length);
      const result = await run(
        server.url,
        "--registry",
        join(other, code + Object.keys(change).join().length),
        "--json",
      );
      expect(jsonOf(result)).toMatchObject({ ok: false, error: { code } });
      expect(result.exitCode).toBe(1);
    }
    git(other, "clone", "--quiet", "--depth", "1", `file://${kit.git.gitdir}`, "shallow", "--branch", "broken");
    expect(readFileSync(join(other, "shallow/.git/shallow"), "utf8")).not.toBe("");
    const result = await run(server.url, "--registry", join(other, "shallow"), "--json");
    expect(jsonOf(result)).toMatchObject({
      error: { code: "commit-missing", fix: expect.stringContaining("--unshallow") },
    });
  });
});
