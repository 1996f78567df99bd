import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, BASE, commitTo, DEV, EVE, KEEPER, propose, refusalOf, type World } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const baseGit = (...args: string[]) =>
  execFileSync("git", ["--git-dir", world.forge.gitDir("mosis", "registry"), ...args], { encoding: "utf8" }).trim();

describe("a fork", () => {
  test("shares the history of its parent and is made once", async () => {
    const dev = world.as(DEV).rest;
    const first = await dev.repos.createFork({ ...BASE });
    const second = await dev.repos.createFork({ ...BASE });
    expect(first.status).toBe(202);
    expect(first.data).toMatchObject({
      full_name: "dev/registry",
      fork: true,
      parent: { full_name: "mosis/registry" },
    });
    expect(second.data.id).toBe(first.data.id);
    const tip = (owner: string) => dev.git.getRef({ owner, repo: "registry", ref: "heads/main" });
    expect((await tip("dev")).data.object.sha).toBe((await tip("mosis")).data.object.sha);
  });

  test("of one's own repository is that repository", async () => {
    await world.forge.createRepository({ owner: "eve", name: "own", files: { a: "a" }, message: "a" });
    const { data } = await world.as(EVE).rest.repos.createFork({ owner: "eve", repo: "own" });
    expect(data).toMatchObject({ full_name: "eve/own", fork: false });
  });

  test("gets another name where its owner has a repository of that name", async () => {
    await world.forge.createRepository({ owner: "keeper", name: "own", files: { a: "a" }, message: "a" });
    const { data } = await world.as(KEEPER).rest.repos.createFork({ owner: "eve", repo: "own" });
    expect(data.full_name).toBe("keeper/own-1");
  });

  test("catches up with its parent by merge-upstream", async () => {
    const dev = world.as(DEV).rest;
    const sha = await world.forge.commit({
      owner: "mosis",
      name: "registry",
      files: { "news.txt": "n" },
      message: "News",
    });
    const sync = () => dev.repos.mergeUpstream({ owner: "dev", repo: "registry", branch: "main" });
    expect((await sync()).data).toMatchObject({ merge_type: "fast-forward", base_branch: "mosis:main" });
    expect((await dev.git.getRef({ owner: "dev", repo: "registry", ref: "heads/main" })).data.object.sha).toBe(sha);
    expect((await sync()).data.merge_type).toBe("none");
  });
});

describe("a pull request", () => {
  test("tells the files it really changes against where it forked off", async () => {
    const dev = world.as(DEV);
    const { number } = await propose(dev, {
      branch: "files",
      files: { "apps/new.txt": "new\n", "apps/two.txt": "1\n2\n3\n4\n5\n6\n", "apps/one.txt": null },
    });
    await world.forge.commit({ owner: "mosis", name: "registry", files: { "later.txt": "later" }, message: "Later" });
    const { data } = await dev.rest.pulls.listFiles({ ...BASE, pull_number: number });
    expect(data.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions])).toEqual([
      ["apps/new.txt", "added", 1, 0],
      ["apps/one.txt", "removed", 0, 1],
      ["apps/two.txt", "modified", 1, 0],
    ]);
    expect(data[0]?.patch).toBe("@@ -0,0 +1 @@\n+new");
    expect(data[2]?.sha).toBe(baseGit("rev-parse", `refs/pull/${number}/head:apps/two.txt`));
  });

  test("names renames, binary files and mode changes as GitHub does", async () => {
    const dev = world.as(DEV);
    const { own, main, sha } = await propose(dev, { branch: "kinds-base", files: { "x.txt": "x" } });
    const blob = async (content: string) =>
      (await dev.rest.git.createBlob({ ...own, content, encoding: "base64" })).data.sha;
    const tree = (await dev.rest.git.getTree({ ...own, tree_sha: main, recursive: "1" })).data.tree;
    const shaOf = (path: string) => tree.find((entry) => entry.path === path)!.sha;
    const written = await dev.rest.git.createTree({
      ...own,
      base_tree: main,
      tree: [
        { path: "apps/two.txt", mode: "100644", type: "blob", sha: null },
        { path: "apps/moved.txt", mode: "100644", type: "blob", sha: shaOf("apps/two.txt") },
        {
          path: "icon.png",
          mode: "100644",
          type: "blob",
          sha: await blob(Buffer.from([0, 255, 0, 1]).toString("base64")),
        },
        { path: "README.md", mode: "100755", type: "blob", sha: shaOf("README.md") },
        {
          path: "apps/one.txt",
          mode: "120000",
          type: "blob",
          sha: await blob(Buffer.from("../README.md").toString("base64")),
        },
      ],
    });
    const commit = await dev.rest.git.createCommit({
      ...own,
      message: "Kinds",
      tree: written.data.sha,
      parents: [main],
    });
    await dev.rest.git.createRef({ ...own, ref: "refs/heads/kinds", sha: commit.data.sha });
    const pull = await dev.rest.pulls.create({ ...BASE, title: "Kinds", head: "dev:kinds", base: "main" });
    const { data } = await dev.rest.pulls.listFiles({ ...BASE, pull_number: pull.data.number });
    expect(
      Object.fromEntries(data.map((file) => [file.filename, [file.status, file.previous_filename, file.patch]])),
    ).toEqual({
      "README.md": ["changed", undefined, undefined],
      "apps/moved.txt": ["renamed", "apps/two.txt", undefined],
      "apps/one.txt": [
        "changed",
        undefined,
        "@@ -1 +0,0 @@\n-one\n@@ -0,0 +1 @@\n+../README.md\n\\ No newline at end of file",
      ],
      "icon.png": ["added", undefined, undefined],
    });
    expect(sha).not.toBe(commit.data.sha);
  });

  test("is refused twice, without commits and onto a missing base, each with 422", async () => {
    const dev = world.as(DEV);
    const { head } = await propose(dev, { branch: "once", files: { "once.txt": "1" } });
    const open = (fields: { head: string; base: string }) =>
      refusalOf(dev.rest.pulls.create({ ...BASE, title: "Again", ...fields }));
    const twice = await open({ head, base: "main" });
    expect(twice).toMatchObject({ status: 422, message: "Validation Failed" });
    expect(twice.text).toContain("A pull request already exists for dev:once.");
    expect((await open({ head: "dev:main", base: "main" })).text).toContain(
      "No commits between mosis:main and dev:main",
    );
    expect((await open({ head, base: "nowhere" })).text).toContain('"field":"base"');
    expect((await open({ head: "dev:nowhere", base: "main" })).text).toContain('"field":"head"');
    expect((await open({ head: "nobody:main", base: "main" })).text).toContain('"field":"head"');
  });

  test("follows its branch when the ref is updated, and its ref in the base repository too", async () => {
    const dev = world.as(DEV);
    const { number, own, sha } = await propose(dev, { branch: "moving", files: { "m.txt": "1" } });
    const next = await commitTo(dev, { ...own, parent: sha, files: { "m.txt": "2" }, message: "More" });
    await dev.rest.git.updateRef({ ...own, ref: "heads/moving", sha: next });
    const { data } = await dev.rest.pulls.get({ ...BASE, pull_number: number });
    expect(data).toMatchObject({
      commits: 2,
      changed_files: 1,
      mergeable: true,
      head: { sha: next, label: "dev:moving" },
    });
    expect(baseGit("rev-parse", `refs/pull/${number}/head`)).toBe(next);
    const commits = (await dev.rest.pulls.listCommits({ ...BASE, pull_number: number })).data;
    expect(commits.map((commit) => [commit.sha, commit.author?.login])).toEqual([
      [sha, "dev"],
      [next, "dev"],
    ]);
  });

  test("is closed when its branch is deleted and can then not be opened again", async () => {
    const dev = world.as(DEV);
    const { number, own } = await propose(dev, { branch: "gone", files: { "g.txt": "1" } });
    await dev.rest.git.deleteRef({ ...own, ref: "heads/gone" });
    expect((await dev.rest.pulls.get({ ...BASE, pull_number: number })).data).toMatchObject({
      state: "closed",
      merged: false,
    });
    expect(await refusalOf(dev.rest.pulls.update({ ...BASE, pull_number: number, state: "open" }))).toMatchObject({
      status: 422,
    });
  });

  test("is edited and closed by its author, opened again, and left alone by others", async () => {
    const dev = world.as(DEV);
    const { number } = await propose(dev, { branch: "edits", files: { "e.txt": "1" } });
    const update = (fields: { title?: string; body?: string; state?: "open" | "closed" }, client = dev) =>
      client.rest.pulls.update({ ...BASE, pull_number: number, ...fields });
    expect((await update({ title: "Better", body: "Told" })).data).toMatchObject({ title: "Better", body: "Told" });
    expect((await update({ state: "closed" })).data).toMatchObject({ state: "closed", mergeable: null });
    expect((await update({ state: "open" })).data).toMatchObject({ state: "open", closed_at: null, body: "Told" });
    expect(await refusalOf(update({ title: "Mine" }, world.as(EVE)))).toMatchObject({ status: 403 });
  });

  test("lists are filtered by state, head and base, newest first, and paged with Link headers", async () => {
    const eve = world.as(EVE);
    for (const branch of ["l1", "l2", "l3"]) await propose(eve, { branch, files: { [`${branch}.txt`]: branch } });
    const byHead = await eve.rest.pulls.list({ ...BASE, head: "eve:l2" });
    expect(byHead.data.map(({ title }) => title)).toEqual(["l2"]);
    const newest = await eve.rest.pulls.list({ ...BASE, per_page: 2 });
    expect(newest.data.map(({ title }) => title)).toEqual(["l3", "l2"]);
    expect(newest.headers.link).toMatch(/rel="next".*rel="last"/);
    expect((await eve.rest.pulls.list({ ...BASE, base: "other" })).data).toEqual([]);
    const all = await eve.paginate(eve.rest.pulls.list, { ...BASE, state: "all", per_page: 2 });
    const numbers = all.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(numbers.at(-1)).toBe(1);
  });

  test("needs somebody who may write where it comes from", async () => {
    await propose(world.as(DEV), { branch: "theirs", files: { "t.txt": "1" } });
    await world.as(DEV).rest.pulls.list({ ...BASE });
    await world.as(DEV).rest.git.createRef({
      owner: "dev",
      repo: "registry",
      ref: "refs/heads/theirs-2",
      sha: baseGit("rev-parse", "refs/pull/1/head"),
    });
    const stolen = world.as(EVE).rest.pulls.create({ ...BASE, title: "Stolen", head: "dev:theirs-2", base: "main" });
    expect(await refusalOf(stolen)).toMatchObject({ status: 403 });
  });
});
