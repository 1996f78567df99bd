import { afterAll, describe, expect, test } from "vitest";

import { repositoryAt } from "./repository.ts";
import { diffTrees, findFolder, listFiles, readFiles } from "./trees.ts";
import { type GitFile, GitKit } from "../../testing/git-kit.ts";

const kit = new GitKit();
const repository = repositoryAt(kit.gitdir);
afterAll(() => kit.remove());

const SUBMODULE = { mode: "160000", content: "a".repeat(40) } as const;

function treeOf(files: Readonly<Record<string, GitFile>>): string {
  return kit.treeOf(kit.commit({ files }));
}

/** What happens to each path: `M` for other content, a mode where that is special. */
async function differences(
  before: Readonly<Record<string, GitFile>>,
  after: Readonly<Record<string, GitFile>>,
): Promise<Record<string, string>> {
  const side = (file: { readonly mode: string } | null): string => file?.mode ?? "none";
  const found = await diffTrees(repository, treeOf(before), treeOf(after));
  return Object.fromEntries(found.map((each) => [each.path, `${side(each.before)} -> ${side(each.after)}`]));
}

describe("the differences of two trees", () => {
  test("are none for the same tree, and every file against nothing", async () => {
    const tree = treeOf({ a: "1", "b/c": "2" });
    expect(await diffTrees(repository, tree, tree)).toEqual([]);
    expect((await diffTrees(repository, null, tree)).map(({ path }) => path)).toEqual(["a", "b/c"]);
    expect((await diffTrees(repository, tree, null)).map(({ after }) => after)).toEqual([null, null]);
  });

  test("are files that were added, changed and removed, at any depth", async () => {
    expect(
      await differences(
        { kept: "1", "a/b/changed": "1", "a/gone": "1" },
        { kept: "1", "a/b/changed": "2", "a/new": "1" },
      ),
    ).toEqual({ "a/b/changed": "100644 -> 100644", "a/gone": "100644 -> none", "a/new": "none -> 100644" });
  });

  test("say that a file became a folder, or a folder a file", async () => {
    const file = { x: "1" };
    const folder = { "x/a": "1", "x/b/c": "2" };
    expect(await differences(file, folder)).toEqual({
      x: "100644 -> none",
      "x/a": "none -> 100644",
      "x/b/c": "none -> 100644",
    });
    expect(await differences(folder, file)).toEqual({
      x: "none -> 100644",
      "x/a": "100644 -> none",
      "x/b/c": "100644 -> none",
    });
  });

  test.each([
    ["can be run", "100755"],
    ["becomes a link", "120000"],
  ] as const)("hold a file that %s although its bytes stay", async (_, mode) => {
    expect(await differences({ x: "target" }, { x: { mode, content: "target" } })).toEqual({ x: `100644 -> ${mode}` });
  });

  test("hold submodules", async () => {
    expect(await differences({}, { lib: SUBMODULE })).toEqual({ lib: "none -> 160000" });
    expect(await differences({ "lib/a": "1" }, { lib: SUBMODULE })).toEqual({
      lib: "none -> 160000",
      "lib/a": "100644 -> none",
    });
  });

  test("are two for a file that was renamed", async () => {
    expect(await differences({ old: "same" }, { new: "same" })).toEqual({
      new: "none -> 100644",
      old: "100644 -> none",
    });
  });
});

describe("the files of a tree", () => {
  test("are found by folder and read by path", async () => {
    const tree = treeOf({ "registry/apps/a.json": "a", "registry/b.json": "b", "registry.txt": "c" });
    const folder = await findFolder(repository, tree, "registry");
    const files = await readFiles(repository, await listFiles(repository, folder!));
    expect(Object.fromEntries([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))).toEqual({
      "apps/a.json": "a",
      "b.json": "b",
    });
    expect(await findFolder(repository, tree, "registry/apps")).not.toBeNull();
    expect(await findFolder(repository, tree, "registry/none")).toBeNull();
    expect(await findFolder(repository, tree, "registry.txt")).toBeNull();
  });

  test("are without submodules, which have no bytes here", async () => {
    const files = await listFiles(repository, treeOf({ a: "1", lib: SUBMODULE }));
    expect([...files.keys()]).toEqual(["a"]);
  });
});

test("a tree that is not there is a missing object", async () => {
  await expect(listFiles(repository, "b".repeat(40))).rejects.toMatchObject({ name: "GitError", code: "missing" });
});
