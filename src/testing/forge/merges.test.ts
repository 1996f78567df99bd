import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorld, BASE, DEV, EVE, KEEPER, propose, refusalOf, type World } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const git = (...args: string[]) =>
  execFileSync("git", ["--git-dir", world.forge.gitDir("mosis", "registry"), ...args], { encoding: "utf8" }).trim();
const merge = (
  pull_number: number,
  fields: { sha?: string; merge_method?: "merge" | "squash" | "rebase" } = {},
  by = KEEPER,
) => world.as(by).rest.pulls.merge({ ...BASE, pull_number, ...fields });
const get = async (pull_number: number) => (await world.as(null).rest.pulls.get({ ...BASE, pull_number })).data;

test("a merge commit has base and head as parents and is recorded with who and when", async () => {
  const { number, sha, main } = await propose(world.as(DEV), { branch: "plain", files: { "plain.txt": "1" } });
  const { data } = await merge(number, { sha });
  expect(data).toMatchObject({ merged: true });
  expect(git("rev-parse", "main")).toBe(data.sha);
  expect(git("log", "-1", "--format=%P|%an|%cn|%s|%b", "main")).toBe(
    `${main} ${sha}|keeper|GitHub|Merge pull request #${number} from dev/plain|plain`,
  );
  expect(await get(number)).toMatchObject({
    state: "closed",
    merged: true,
    merge_commit_sha: data.sha,
    merged_by: { login: "keeper" },
    merged_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    changed_files: 1,
  });
});

test("a squash is one commit of the author on the base", async () => {
  const { number } = await propose(world.as(DEV), { branch: "squashed", files: { "squashed.txt": "1" } });
  const before = git("rev-parse", "main");
  const { data } = await merge(number, { merge_method: "squash" });
  expect(git("log", "-1", "--format=%P|%an|%s", data.sha)).toBe(`${before}|dev|squashed (#${number})`);
});

test("a conflict is told by mergeable and refused with 405", async () => {
  const mine = await propose(world.as(DEV), { branch: "mine", files: { "apps/one.txt": "dev\n" } });
  const theirs = await propose(world.as(EVE), { branch: "theirs", files: { "apps/one.txt": "eve\n" } });
  expect(await get(theirs.number)).toMatchObject({ mergeable: true, mergeable_state: "clean" });
  await merge(mine.number);
  expect(await get(theirs.number)).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  expect(await refusalOf(merge(theirs.number))).toMatchObject({
    status: 405,
    message: "Pull Request is not mergeable",
  });
});

test("a head other than the one asked for is refused with 409", async () => {
  const { number, main } = await propose(world.as(DEV), { branch: "stale", files: { "stale.txt": "1" } });
  expect(await refusalOf(merge(number, { sha: main }))).toMatchObject({ status: 409 });
  expect(await get(number)).toMatchObject({ state: "open" });
});

test("merging twice, a draft, a rebase or without the right to is refused", async () => {
  const { number, own, main } = await propose(world.as(DEV), { branch: "guarded", files: { "guarded.txt": "1" } });
  expect(await refusalOf(merge(number, {}, DEV))).toMatchObject({ status: 403 });
  expect(await refusalOf(merge(number, { merge_method: "rebase" }))).toMatchObject({ status: 405 });
  await merge(number);
  expect(await refusalOf(merge(number))).toMatchObject({ status: 405 });
  const dev = world.as(DEV).rest;
  await dev.git.createRef({ ...own, ref: "refs/heads/draft", sha: git("rev-parse", `refs/pull/${number}/head`) });
  const commit = await dev.git.createCommit({
    ...own,
    message: "m",
    tree: git("rev-parse", "main^{tree}"),
    parents: [main],
  });
  await dev.git.updateRef({ ...own, ref: "heads/draft", sha: commit.data.sha, force: true });
  const draft = await dev.pulls.create({ ...BASE, title: "d", head: "dev:draft", base: "main", draft: true });
  expect(await refusalOf(merge(draft.data.number))).toMatchObject({ status: 405 });
});

/** Pull requests at once. */
const CROWD = process.env["MOSIS_TEST_TIER"] === "deep" ? 60 : 16;

test("the base is never lost: pull requests made and merged at once all land", async () => {
  const names = Array.from({ length: CROWD }, (_, index) => `file-${String(index).padStart(2, "0")}`);
  const users = [DEV, EVE];
  const start = git("rev-parse", "main");
  const before = git("ls-tree", "-r", "--name-only", "main").split("\n");
  const pulls = await Promise.all(
    names.map((branch, index) =>
      propose(world.as(users[index % 2]!), { branch, files: { [`many/${branch}.txt`]: branch } }),
    ),
  );
  expect(new Set(pulls.map(({ number }) => number)).size).toBe(CROWD);
  await Promise.all(pulls.map(({ number, sha }) => merge(number, { sha })));
  const after = git("ls-tree", "-r", "--name-only", "main").split("\n");
  expect(after).toEqual([...before, ...names.map((name) => `many/${name}.txt`)].sort());
  expect(git("rev-list", "--count", "--first-parent", "--merges", `${start}..main`)).toBe(String(CROWD));
});

test("a pull request whose head reaches the base by a push is merged", async () => {
  const { number, sha } = await propose(world.as(DEV), { branch: "landed", files: { "landed.txt": "1" } });
  const base = git("rev-parse", "main");
  const tree = git("merge-tree", "--write-tree", base, sha);
  const keeper = world.as(KEEPER).rest;
  const commit = await keeper.git.createCommit({ ...BASE, message: "Land", tree, parents: [base, sha] });
  const top = await keeper.git.createCommit({ ...BASE, message: "Decide", tree, parents: [commit.data.sha] });
  await keeper.git.updateRef({ ...BASE, ref: "heads/main", sha: top.data.sha });
  expect(await get(number)).toMatchObject({
    merged: true,
    merge_commit_sha: commit.data.sha,
    merged_by: { login: "keeper" },
  });
});

test("an open pull request is measured against the base as it is now, a merged one against the base it met", async () => {
  const { number, sha } = await propose(world.as(DEV), { branch: "base", files: { "base.txt": "1" } });
  const tip = await world.forge.commit({ owner: "mosis", name: "registry", files: { "tip.txt": "1" }, message: "Tip" });
  expect((await get(number)).base.sha).toBe(tip);
  await merge(number, { sha });
  await world.forge.commit({ owner: "mosis", name: "registry", files: { "tip.txt": "2" }, message: "Tip" });
  expect(await get(number)).toMatchObject({ base: { sha: tip }, changed_files: 1, commits: 1 });
});
