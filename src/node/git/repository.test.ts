import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { registryFiles } from "./registry-history.ts";
import { fetchRef, type GitRemote, listRemoteRefs, openRepository, readBlob, readCommit } from "./repository.ts";
import { listFiles } from "./trees.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { aWorld, BASE, DEV, KEEPER, propose, type World } from "../../testing/forge/fixture.ts";

let world: World;
let remote: GitRemote;
const MAIN = "refs/heads/main";

beforeAll(async () => {
  world = await aWorld();
  remote = { url: `${world.forge.url}/${BASE.owner}/${BASE.repo}.git`, token: KEEPER.token };
});
afterAll(() => world.end());

const commit = (files: Readonly<Record<string, string>>): Promise<string> =>
  world.forge.commit({ owner: BASE.owner, name: BASE.repo, files, message: "Change" });

/** Bytes of each pack that was fetched. */
async function packs(gitdir: string): Promise<readonly number[]> {
  const folder = join(gitdir, "objects", "pack");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".pack"));
  return Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
}

describe("fetching", () => {
  test("gives the commit of main, and its files can be read", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    const oid = await commit({ "registry/a.json": "{}" });
    expect(await fetchRef(repository, remote, MAIN)).toBe(oid);
    expect([...(await registryFiles(repository, oid)).keys()]).toContain("a.json");
  });

  test("gives the head of a pull request from a fork, whose branch is nowhere in the clone", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    await fetchRef(repository, remote, MAIN);
    const { number, sha } = await propose(world.as(DEV), { branch: "one", files: { "registry/mine.json": "mine" } });
    const head = await fetchRef(repository, remote, `refs/pull/${number}/head`);
    expect(head).toBe(sha);
    const files = await listFiles(repository, (await readCommit(repository, head)).tree);
    expect(new TextDecoder().decode(await readBlob(repository, files.get("registry/mine.json")!))).toBe("mine");
  });

  test("follows a ref that moved forward and one that was thrown away and made anew", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    const first = await fetchRef(repository, remote, MAIN);
    const second = await commit({ "registry/b.json": "2" });
    expect(await fetchRef(repository, remote, MAIN)).toBe(second);
    const { number, own } = await propose(world.as(DEV), { branch: "two", files: { "registry/x.json": "1" } });
    const ref = `refs/pull/${number}/head`;
    await fetchRef(repository, remote, ref);
    const { rest } = world.as(DEV);
    await rest.git.updateRef({ ...own, ref: "heads/two", sha: first, force: true });
    const tree = (await readCommit(repository, second)).tree;
    const again = await rest.git.createCommit({ ...own, message: "Again", tree, parents: [first] });
    await rest.git.updateRef({ ...own, ref: "heads/two", sha: again.data.sha, force: true });
    const { data } = await rest.pulls.get({ ...BASE, pull_number: number });
    expect(await fetchRef(repository, remote, ref)).toBe(data.head.sha);
  });

  test("asks for no objects when the commit is here, though it came by another ref", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    const oid = await fetchRef(repository, remote, MAIN);
    const from = world.forge.requests.length;
    expect(await fetchRef(repository, remote, MAIN)).toBe(oid);
    const { number, sha } = await propose(world.as(DEV), { branch: "here", files: { "registry/here.json": "{}" } });
    expect(await fetchRef(repository, remote, `refs/pull/${number}/head`)).toBe(sha);
    await world.as(KEEPER).rest.git.updateRef({ ...BASE, ref: "heads/main", sha, force: true });
    expect(await fetchRef(repository, remote, MAIN)).toBe(sha);
    const packed = world.forge.requests.slice(from).filter(({ path }) => path.endsWith("/git-upload-pack"));
    expect(packed).toHaveLength(1);
  });

  test("loads again only what is new, for main and for a pull request", async () => {
    const noise = Array.from({ length: 4000 }, (_, index) => String((index * 7919) % 104_729)).join(" ");
    await commit({ "registry/noise.json": noise });
    const gitdir = join(temporaryFolder(), "clone.git");
    await fetchRef(await openRepository(gitdir), remote, MAIN);
    const [first] = await packs(gitdir);
    expect(first).toBeGreaterThan(8000);
    // As the next job does: another process on the same clone.
    const repository = await openRepository(gitdir);
    await commit({ "registry/small.json": "{}" });
    await fetchRef(repository, remote, MAIN);
    await fetchRef(repository, remote, MAIN);
    const { number } = await propose(world.as(DEV), { branch: "small", files: { "registry/own.json": "{}" } });
    await fetchRef(repository, remote, `refs/pull/${number}/head`);
    const later = (await packs(gitdir)).filter((size) => size !== first);
    expect(later).toHaveLength(2);
    expect(Math.max(...later)).toBeLessThan(1000);
  });
});

describe("a repository that does not give it", () => {
  test("has no such ref", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    await expect(fetchRef(repository, remote, "refs/pull/999/head")).rejects.toMatchObject({ code: "missing" });
    expect(await listRemoteRefs(remote, "refs/mosis/")).toEqual([]);
    expect(await listRemoteRefs(remote, MAIN)).toEqual([MAIN]);
  });

  test("does not know the token", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    const stranger = { url: remote.url.replace("registry.git", "private.git"), token: "no-token" };
    await expect(fetchRef(repository, stranger, MAIN)).rejects.toMatchObject({ name: "GitError", code: "denied" });
    await expect(listRemoteRefs(stranger, "refs/")).rejects.toMatchObject({ code: "denied" });
  });

  test("is not there", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    const nowhere = { url: "http://127.0.0.1:1/mosis/registry.git" };
    await expect(fetchRef(repository, nowhere, MAIN)).rejects.toMatchObject({ name: "GitError", code: "unreachable" });
  });

  test("has no such commit or file", async () => {
    const repository = await openRepository(join(temporaryFolder(), "clone.git"));
    await expect(readCommit(repository, "d".repeat(40))).rejects.toMatchObject({ code: "missing" });
    await expect(readBlob(repository, "d".repeat(40))).rejects.toMatchObject({ code: "missing" });
  });
});
