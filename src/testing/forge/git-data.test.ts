import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, BASE, commitTo, DEV, KEEPER, refusalOf, type World } from "./fixture.ts";

let world: World;
let main: string;
beforeAll(async () => {
  world = await aWorld();
  main = (await world.as(null).rest.git.getRef({ ...BASE, ref: "heads/main" })).data.object.sha;
});
afterAll(() => world.end());

const keeper = () => world.as(KEEPER).rest;

describe("objects", () => {
  test("blobs come back as they went in, as JSON and raw", async () => {
    const bytes = Buffer.from([0, 1, 254, 255]);
    const { sha } = (await keeper().git.createBlob({ ...BASE, content: bytes.toString("base64"), encoding: "base64" }))
      .data;
    const { data } = await keeper().git.getBlob({ ...BASE, file_sha: sha });
    expect(data).toMatchObject({ size: 4, encoding: "base64", content: bytes.toString("base64") });
    const raw = await fetch(data.url, { headers: { accept: "application/vnd.github.raw+json" } });
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(bytes);
  });

  test("a tree on a base adds, replaces, removes files and folders, and grafts trees", async () => {
    const base = (await keeper().git.getTree({ ...BASE, tree_sha: "main" })).data;
    const apps = base.tree.find(({ path }) => path === "apps")!.sha;
    const { data } = await keeper().git.createTree({
      ...BASE,
      base_tree: main,
      tree: [
        { path: "apps", mode: "040000", type: "tree", sha: null },
        { path: "README.md", mode: "100644", type: "blob", content: "new" },
        { path: "README.md.d/deep/er.txt", mode: "100755", type: "blob", content: "deep" },
        { path: "copy/of/apps", mode: "040000", type: "tree", sha: apps },
      ],
    });
    const { tree } = (await keeper().git.getTree({ ...BASE, tree_sha: data.sha, recursive: "1" })).data;
    expect(tree.filter(({ type }) => type === "blob").map(({ path, mode, size }) => [path, mode, size])).toEqual([
      ["README.md", "100644", 3],
      ["README.md.d/deep/er.txt", "100755", 4],
      ["copy/of/apps/one.txt", "100644", 4],
      ["copy/of/apps/two.txt", "100644", 10],
    ]);
  });

  test("a tree has no folders without files, and is nothing that Git's own check complains about", async () => {
    const { data } = await keeper().git.createTree({
      ...BASE,
      base_tree: main,
      tree: [
        { path: "apps/one.txt", mode: "100644", type: "blob", sha: null },
        { path: "apps/two.txt", mode: "100644", type: "blob", sha: null },
        // Git sorts a folder as if its name ended in a slash.
        { path: "a/file.txt", mode: "100644", type: "blob", content: "a folder" },
        { path: "a.txt", mode: "100644", type: "blob", content: "before it" },
        { path: "a0", mode: "100644", type: "blob", content: "after it" },
      ],
    });
    expect(data.tree.map(({ path }) => path)).toEqual(["README.md", "a.txt", "a", "a0"]);
    await keeper().git.createCommit({ ...BASE, message: "Checked", tree: data.sha, parents: [main] });
    const args = ["--git-dir", world.forge.gitDir("mosis", "registry"), "fsck", "--strict", "--no-progress"];
    expect(execFileSync("git", [...args, "--no-dangling"], { encoding: "utf8" })).toBe("");
  });

  test.each([
    ["a removal of nothing", { path: "none.txt", sha: null }],
    ["a blob that is not there", { path: "a.txt", sha: "1".repeat(40) }],
    ["a path that climbs", { path: "../a.txt", content: "a" }],
    ["a path into .git", { path: "x/.git/hooks", content: "a" }],
    ["a mode git has not", { path: "a.txt", mode: "100600", content: "a" }],
  ])("a tree with %s is refused with 422", async (_, entry) => {
    const call = keeper().git.createTree({
      ...BASE,
      base_tree: main,
      tree: [{ mode: "100644", type: "blob", ...entry } as never],
    });
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });

  test("a commit carries its author, committer and dates, the caller's by default", async () => {
    const tree = (await keeper().git.getCommit({ ...BASE, commit_sha: main })).data.tree.sha;
    const author = { name: "Ada <x>", email: "ada@example.org", date: "2020-02-03T04:05:06Z" };
    const { data } = await keeper().git.createCommit({
      ...BASE,
      message: "Zwölf\n\nBody",
      tree,
      parents: [main],
      author,
    });
    const { data: read } = await keeper().git.getCommit({ ...BASE, commit_sha: data.sha });
    expect(read).toMatchObject({
      message: "Zwölf\n\nBody",
      parents: [{ sha: main }],
      author: { ...author, name: "Ada x" },
    });
    const plain = await keeper().git.createCommit({ ...BASE, message: "m", tree, parents: [main] });
    expect(plain.data.author).toMatchObject({ name: "keeper", email: "11+keeper@users.noreply.github.com" });
    expect(
      await refusalOf(keeper().git.createCommit({ ...BASE, message: "m", tree: main, parents: [] })),
    ).toMatchObject({ status: 422 });
  });
});

describe("refs", () => {
  test("are made once, moved forward, forced back and deleted", async () => {
    const next = await commitTo(world.as(KEEPER), { ...BASE, parent: main, files: { "r.txt": "1" }, message: "r" });
    const other = await commitTo(world.as(KEEPER), { ...BASE, parent: main, files: { "r.txt": "2" }, message: "r" });
    const ref = "refs/heads/feature/one";
    expect((await keeper().git.createRef({ ...BASE, ref, sha: main })).status).toBe(201);
    expect(await refusalOf(keeper().git.createRef({ ...BASE, ref, sha: main }))).toMatchObject({
      status: 422,
      message: "Reference already exists",
    });
    const move = (sha: string, force = false) =>
      keeper().git.updateRef({ ...BASE, ref: "heads/feature/one", sha, force });
    await move(next);
    expect(await refusalOf(move(other))).toMatchObject({ status: 422, message: "Update is not a fast forward" });
    await move(other, true);
    expect((await keeper().git.listMatchingRefs({ ...BASE, ref: "heads/feat" })).data).toMatchObject([
      { ref, object: { sha: other } },
    ]);
    expect((await keeper().repos.getBranch({ ...BASE, branch: "feature/one" })).data.commit.sha).toBe(other);
    await keeper().git.deleteRef({ ...BASE, ref: "heads/feature/one" });
    expect(await refusalOf(keeper().git.getRef({ ...BASE, ref: "heads/feature/one" }))).toMatchObject({ status: 404 });
  });

  test.each([
    ["an unknown object", "refs/heads/x", "1".repeat(40)],
    ["a name git forbids", "refs/heads/a..b", null],
    ["a name outside refs", "heads/x", null],
    ["a pull request's ref", "refs/pull/9/head", null],
  ])("for %s are refused with 422", async (_, ref, sha) => {
    expect(await refusalOf(keeper().git.createRef({ ...BASE, ref, sha: sha ?? main }))).toMatchObject({ status: 422 });
  });
});

describe("contents", () => {
  test("give files in base64 lines, folders as lists, and 404 otherwise", async () => {
    const file = (await keeper().repos.getContent({ ...BASE, path: "apps/two.txt", ref: main })).data as {
      content: string;
      type: string;
    };
    expect(Buffer.from(file.content, "base64").toString()).toBe("1\n2\n3\n4\n5\n");
    const folder = (await keeper().repos.getContent({ ...BASE, path: "apps" })).data as {
      name: string;
      type: string;
    }[];
    expect(folder.map(({ name, type }) => [name, type])).toEqual([
      ["one.txt", "file"],
      ["two.txt", "file"],
    ]);
    expect((await keeper().repos.getContent({ ...BASE, path: "" })).data).toHaveLength(2);
    expect(await refusalOf(keeper().repos.getContent({ ...BASE, path: "apps/none" }))).toMatchObject({
      status: 404,
      message: "Not Found",
    });
    expect(await refusalOf(keeper().repos.getContent({ ...BASE, path: "apps", ref: "no" }))).toMatchObject({
      status: 404,
      message: "No commit found for the ref no",
    });
  });

  test("hold a file over a megabyte back, but give it raw", async () => {
    const big = "x".repeat((1 << 20) + 1);
    await world.forge.commit({ owner: "mosis", name: "registry", files: { "big.txt": big }, message: "Big" });
    const { data } = await keeper().repos.getContent({ ...BASE, path: "big.txt" });
    expect(data).toMatchObject({ encoding: "none", content: "", size: big.length });
    const raw = await keeper().repos.getContent({ ...BASE, path: "big.txt", mediaType: { format: "raw" } });
    expect(raw.data).toBe(big);
  });

  test("are written by a commit that names the blob it replaces", async () => {
    const put = (content: string, sha?: string) =>
      keeper().repos.createOrUpdateFileContents({
        ...BASE,
        path: "notes/ä b.txt",
        message: "Note",
        content: Buffer.from(content).toString("base64"),
        ...(sha === undefined ? {} : { sha }),
      });
    const first = await put("1");
    expect(first.status).toBe(201);
    expect(await refusalOf(put("2"))).toMatchObject({ status: 422 });
    expect(await refusalOf(put("2", main))).toMatchObject({ status: 409 });
    const sha = first.data.content!.sha!;
    expect((await put("2", sha)).status).toBe(200);
    const now = (await keeper().repos.getContent({ ...BASE, path: "notes/ä b.txt" })).data as { sha: string };
    await keeper().repos.deleteFile({ ...BASE, path: "notes/ä b.txt", message: "Drop", sha: now.sha });
    expect(await refusalOf(keeper().repos.getContent({ ...BASE, path: "notes/ä b.txt" }))).toMatchObject({
      status: 404,
    });
  });
});

test("history is listed by path, and compared across forks", async () => {
  await world.as(DEV).rest.repos.createFork({ ...BASE });
  const own = { owner: "dev", repo: "registry" };
  const parent = (await keeper().git.getRef({ ...own, ref: "heads/main" })).data.object.sha;
  const sha = await commitTo(world.as(DEV), { ...own, parent, files: { "apps/one.txt": "uno\n" }, message: "Uno" });
  await world.as(DEV).rest.git.createRef({ ...own, ref: "refs/heads/uno", sha });
  const listed = await keeper().repos.listCommits({ ...own, sha: "uno", path: "apps/one.txt" });
  expect(listed.data.map(({ commit }) => commit.message)).toEqual(["Uno", "Begin"]);
  const { data } = await keeper().repos.compareCommitsWithBasehead({ ...BASE, basehead: "main...dev:uno" });
  expect(data).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0, merge_base_commit: { sha: parent } });
  expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual([["apps/one.txt", "modified"]]);
  expect((await keeper().repos.getCommit({ ...own, ref: "uno" })).data).toMatchObject({
    stats: { additions: 1, deletions: 1 },
    author: { login: "dev" },
  });
});
