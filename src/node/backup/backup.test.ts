import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { checksums } from "./archive.ts";
import type { BackupError } from "./backup-error.ts";
import { leftToDo } from "./left-to-do.ts";
import { makeBackup } from "./make-backup.ts";
import { planRestore, type RestoreTargets } from "./restore-backup.ts";
import { openBlobStore } from "../blob-store.ts";
import { folderTarget } from "../publish-target.ts";
import { BackupKit, rowsOf } from "../../testing/backup-kit.ts";

const NOW = new Date("2026-11-02T03:00:00Z");
const LATER = new Date("2026-11-03T03:00:00Z");
const NOTHING = { registry: null, data: null, target: null, blobs: null };

async function aKit(): Promise<BackupKit> {
  const kit = await BackupKit.start();
  onTestFinished(() => kit.end());
  return kit;
}

const git = (gitdir: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { env: { ...process.env, GIT_DIR: gitdir }, encoding: "utf8" });

async function checksumsOf(folder: string): Promise<string> {
  await rm(join(folder, "SHA256SUMS"));
  return checksums(folder);
}

const failure = (code: BackupError["code"], message: RegExp) =>
  expect.objectContaining({ name: "BackupError", code, message: expect.stringMatching(message) });

describe("the registry", () => {
  test("comes back with its history and the record of what was published, without the refs of pull requests", async () => {
    const kit = await aKit();
    const folder = await kit.backUp({ registry: kit.registry });
    const before = git(kit.registry, "rev-list", "--objects", "refs/heads/main", "refs/mosis/published");
    await kit.destroy();
    const to = join(kit.root, "registry.git");
    await kit.putBack(folder, { registry: to });
    expect(git(to, "for-each-ref", "--format=%(refname)")).toBe("refs/heads/main\nrefs/mosis/published\n");
    expect(git(to, "rev-list", "--objects", "--all")).toBe(before);
  });

  test("is refused where it is none, or its history is cut off; nothing is left behind", async () => {
    const kit = await aKit();
    const empty = join(kit.root, "empty");
    await mkdir(empty);
    await expect(kit.backUp({ registry: empty })).rejects.toThrow(failure("damaged", /git fetch/));
    git(empty, "init", "--quiet", "--bare");
    await expect(kit.backUp({ registry: empty })).rejects.toThrow(failure("incomplete", /has no refs\/heads\/main/));
    kit.store.git.point("refs/heads/main", kit.store.commit({ "registry/note.txt": "again" }));
    const shallow = join(kit.root, "shallow");
    git(empty, "clone", "--quiet", "--bare", "--depth=1", `file://${kit.registry}`, shallow);
    await expect(kit.backUp({ registry: shallow })).rejects.toThrow(failure("incomplete", /shallow/));
    expect(await readdir(kit.backups)).toEqual([]);
  });
});

describe("databases", () => {
  test("are copied with what is only in their log yet; the rest of the folder is named and left", async () => {
    const kit = await aKit();
    kit.write("telemetry/raw/2026-11-01.db", "INSERT INTO events VALUES ('1')");
    await writeFile(join(kit.data, "note.txt"), "");
    const { folder, left, manifest } = await makeBackup(kit.backups, { ...NOTHING, data: kit.data }, NOW);
    expect(left).toEqual(["note.txt"]);
    expect(manifest.databases).toEqual(["portal.db", "telemetry/raw/2026-11-01.db"]);
    const data = join(kit.root, "restored");
    await kit.putBack(folder, { data });
    expect(rowsOf(join(data, "telemetry/raw/2026-11-01.db"), "SELECT id FROM events")).toEqual([{ id: "1" }]);
    expect(rowsOf(join(data, "portal.db"), "SELECT email FROM user")).toEqual([{ email: "ada@example.com" }]);
  });

  test("may be read by nobody but who made the backup", async () => {
    const kit = await aKit();
    const folder = await kit.backUp({ data: kit.data });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "data/portal.db"))).mode & 0o777).toBe(0o600);
  });

  test("a file that is no database stops the backup", async () => {
    const kit = await aKit();
    await writeFile(
      join(kit.data, "rollup.db"),
      "this is no database, but as long as the header of one would be".repeat(20),
    );
    await expect(kit.backUp({ data: kit.data })).rejects.toThrow(/not a database/);
  });
});

describe("the store", () => {
  test("is listed with the hash of each file; blobs are copied once, and only into a folder that is named", async () => {
    const kit = await aKit();
    const target = folderTarget(kit.published);
    const blobs = await openBlobStore(kit.blobs);
    const first = await makeBackup(kit.backups, { ...NOTHING, target }, NOW);
    expect(first).toMatchObject({ copiedBlobs: 0, manifest: { store: { files: (await target.list()).length } } });
    const second = await makeBackup(kit.backups, { ...NOTHING, target, blobs }, LATER);
    expect(second.copiedBlobs).toBeGreaterThan(3);
    const third = await makeBackup(kit.backups, { ...NOTHING, target, blobs }, new Date("2026-11-04T03:00:00Z"));
    expect(third.copiedBlobs).toBe(0);
  });

  test("a blob that is missing is named before anything is written", async () => {
    const kit = await aKit();
    const blobs = await openBlobStore(kit.blobs);
    const folder = await kit.backUp({ target: folderTarget(kit.published), blobs });
    await rm(kit.blobs, { recursive: true });
    const target = folderTarget(join(kit.root, "new"));
    const registry = join(kit.root, "registry.git");
    await expect(kit.putBack(folder, { target, blobs })).rejects.toThrow(failure("incomplete", /of packages\//));
    await expect(kit.putBack(folder, { blobs })).rejects.toThrow(failure("incomplete", /of packages\//));
    expect([await target.list(), existsSync(registry)]).toEqual([[], false]);
  });
});

describe("a damaged backup", () => {
  test.each([
    ["a changed byte", (folder: string) => appendFile(join(folder, "store.json"), " "), /store.json has other bytes/],
    ["a missing file", (folder: string) => rm(join(folder, "data/portal.db")), /data\/portal.db is missing/],
    [
      "a file too many",
      (folder: string) => writeFile(join(folder, "data/more.db"), ""),
      /more.db is not in SHA256SUMS/,
    ],
    ["a cut list of checksums", (folder: string) => truncate(join(folder, "SHA256SUMS"), 70), /is not in SHA256SUMS/],
  ])("is refused for %s, and nothing is restored of it", async (_, damage, message) => {
    const kit = await aKit();
    const folder = await kit.backUp({ data: kit.data, target: folderTarget(kit.published) });
    await damage(folder);
    const data = join(kit.root, "restored");
    await expect(kit.putBack(folder, { data })).rejects.toThrow(failure("damaged", message));
    expect(existsSync(data)).toBe(false);
  });

  test("is refused where it would put files elsewhere", async () => {
    const kit = await aKit();
    const blobs = await openBlobStore(kit.blobs);
    const target = folderTarget(kit.published);
    const folder = await kit.backUp({ target, blobs });
    for (const path of ["packages/../../escaped", "assets//a", "assets/c:\\a"]) {
      await writeFile(join(folder, "store.json"), JSON.stringify([{ path, length: 0, sha256: "0".repeat(64) }]));
      await writeFile(join(folder, "SHA256SUMS"), await checksumsOf(folder));
      const elsewhere = folderTarget(join(kit.root, "new"));
      await expect(kit.putBack(folder, { target: elsewhere, blobs })).rejects.toThrow(failure("damaged", /is no path/));
    }
  });

  test("keeps no other from being made", async () => {
    const kit = await aKit();
    const target = folderTarget(kit.published);
    await writeFile(join(await kit.backUp({ target }), "store.json"), "[");
    expect(await kit.backUp({ target }, LATER)).toMatch(/2026-11-03/);
  });

  test("or one that broke off, is none", async () => {
    const kit = await aKit();
    await mkdir(join(kit.backups, "2026-11-02T03-00-00Z.partial"), { recursive: true });
    await expect(kit.putBack(join(kit.backups, "2026-11-02T03-00-00Z.partial"), {})).rejects.toThrow(
      failure("no-backup", /name the folder of one backup/),
    );
  });
});

test("nothing is restored onto something", async () => {
  const kit = await aKit();
  const target = folderTarget(kit.published);
  const folder = await kit.backUp({ registry: kit.registry, data: kit.data, target });
  for (const targets of [{ registry: kit.registry }, { data: kit.data }, { target }]) {
    await expect(kit.putBack(folder, targets)).rejects.toThrow(failure("not-empty", / holds /));
  }
});

test("what is left for people depends on what was restored", async () => {
  const kit = await aKit();
  const folder = await kit.backUp({ registry: kit.registry, data: kit.data, target: folderTarget(kit.published) });
  const plan = (targets: Partial<RestoreTargets>) => planRestore(folder, { ...NOTHING, deletions: [], ...targets });
  expect(leftToDo(await plan({}))).toEqual([]);
  expect(leftToDo(await plan({ data: join(kit.root, "d") })).join("\n")).not.toMatch(/publish|ceremony/);
  const store = leftToDo(await plan({ target: folderTarget(join(kit.root, "t")) })).join("\n");
  expect(store).toMatch(/packages\/ and assets\/[^]*Run `publish`/);
});
