import { afterAll, describe, expect, test } from "vitest";

import { findPublications, historyOf, registryFiles } from "./registry-history.ts";
import { repositoryAt } from "./repository.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { Publication } from "../../core/index/registry-history.ts";
import { REGISTRY_FOLDER, registryPath } from "../../core/registry/paths.ts";
import { nodeCrypto } from "../crypto.ts";
import { GitKit } from "../../testing/git-kit.ts";

const kit = new GitKit();
const repository = repositoryAt(kit.gitdir);
afterAll(() => kit.remove());

const APP = "com.example.notes" as AppId;
const versionPath = (code: number): string =>
  REGISTRY_FOLDER + registryPath({ kind: "version", app: APP, versionCode: code as VersionCode }, nodeCrypto.sha256);

async function timeOf(commit: string, code: number): Promise<string> {
  return (await publicationOf(commit, code)).at;
}

async function publicationOf(commit: string, code: number): Promise<Publication> {
  return historyOf(await findPublications(repository, commit)).publication(APP, code as VersionCode);
}

describe("the files of a registry at a commit", () => {
  test("are those below registry/, by path from there", async () => {
    const commit = kit.commit({ files: { "registry/a/b.json": "b", "registry/c.json": "c", "src/d.json": "d" } });
    expect([...(await registryFiles(repository, commit)).keys()]).toEqual(["a/b.json", "c.json"]);
  });

  test("are none where there is no such folder", async () => {
    expect(await registryFiles(repository, kit.commit({ files: { registry: "a file", x: "1" } }))).toEqual(new Map());
  });
});

describe("the newest publication", () => {
  test("is the latest of all by its time, whatever the order of commits, and none in an empty registry", async () => {
    const first = kit.commit({ files: { [versionPath(1)]: "1" }, at: "2026-03-05T00:00:00Z" });
    const second = kit.commit({ parents: [first], files: { [versionPath(2)]: "2" }, at: "2026-03-02T00:00:00Z" });
    expect(historyOf(await findPublications(repository, second)).newest).toBe("2026-03-05T00:00:00Z");
    const empty = kit.commit({ files: { readme: "1" } });
    expect(historyOf(await findPublications(repository, empty)).newest).toBe("");
  });
});

describe("the publication of a version", () => {
  test("is when the commit that added it was committed, in UTC", async () => {
    const first = kit.commit({ files: { [versionPath(1)]: "1" }, at: "2026-03-01T10:00:00Z" });
    const second = kit.commit({ parents: [first], files: { [versionPath(2)]: "2" }, at: "2026-03-02T10:00:00+02:00" });
    const third = kit.commit({ parents: [second], files: { other: "3" }, at: "2026-03-03T10:00:00Z" });
    expect(await timeOf(third, 1)).toBe("2026-03-01T10:00:00Z");
    expect(await timeOf(third, 2)).toBe("2026-03-02T08:00:00Z");
  });

  test("is that of the merge, not of a commit in the branch", async () => {
    const start = kit.commit({ files: { readme: "1" }, at: "2026-03-01T00:00:00Z" });
    const branch = kit.commit({ parents: [start], files: { [versionPath(1)]: "1" }, at: "2020-01-01T00:00:00Z" });
    const other = kit.commit({ parents: [start], files: { readme: "2" }, at: "2026-03-02T00:00:00Z" });
    const merged = kit.merge(other, branch, "2026-03-03T00:00:00Z");
    expect(await publicationOf(merged, 1)).toEqual({ commit: merged, at: "2026-03-03T00:00:00Z" });
  });

  test("stays the first one when the file is removed and added again, or changed", async () => {
    const first = kit.commit({ files: { [versionPath(1)]: "1", readme: "1" }, at: "2026-03-01T00:00:00Z" });
    const removed = kit.commit({ parents: [first], files: { [versionPath(1)]: null }, at: "2026-03-02T00:00:00Z" });
    const again = kit.commit({ parents: [removed], files: { [versionPath(1)]: "1" }, at: "2026-03-03T00:00:00Z" });
    const changed = kit.commit({ parents: [again], files: { [versionPath(1)]: "2" }, at: "2026-03-04T00:00:00Z" });
    expect(await timeOf(changed, 1)).toBe("2026-03-01T00:00:00Z");
  });

  test("is the same when the walk goes on from what an earlier one found", async () => {
    const first = kit.commit({ files: { [versionPath(1)]: "1" }, at: "2026-03-01T00:00:00Z" });
    const second = kit.commit({ parents: [first], files: { [versionPath(1)]: null }, at: "2026-03-02T00:00:00Z" });
    const files = { [versionPath(1)]: "1", [versionPath(2)]: "2" };
    const third = kit.commit({ parents: [second], files, at: "2026-03-03T00:00:00Z" });
    const whole = await findPublications(repository, third);
    for (const earlier of [first, second, third]) {
      const known = await findPublications(repository, earlier);
      expect(await findPublications(repository, third, known)).toEqual(whole);
    }
    // A main branch that was set back: what was found later on does not count.
    expect(await findPublications(repository, first, whole)).toEqual(await findPublications(repository, first));
  });

  test("is not asked of a version that never was", async () => {
    const commit = kit.commit({ files: { [versionPath(1)]: "1" } });
    await expect(timeOf(commit, 2)).rejects.toThrow(RangeError);
  });
});
