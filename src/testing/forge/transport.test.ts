import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import git from "isomorphic-git";
import http from "isomorphic-git/http/node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aWorld, BASE, DEV, EVE, propose, refusalOf, type World } from "./fixture.ts";
import type { ForgeUser } from "./forge.ts";

let world: World;
let dir: string;
beforeAll(async () => {
  world = await aWorld();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "clone-"));
  return () => rm(dir, { recursive: true, force: true });
});
afterAll(() => world.end());

const urlOf = (repository: string) => `${world.forge.url}/${repository}.git`;
const as = (user: ForgeUser) => ({
  onAuth: () => ({ username: "x-access-token", password: user.token }),
  onAuthFailure: () => ({ cancel: true }),
});
const clone = (repository: string, ref = "main") =>
  git.clone({ fs, http, dir, url: urlOf(repository), ref, singleBranch: true });

async function commit(file: string, content: string): Promise<string> {
  await writeFile(join(dir, file), content);
  await git.add({ fs, dir, filepath: file });
  return git.commit({ fs, dir, message: `Write ${file}`, author: { name: "Dev", email: "dev@example.org" } });
}

test("isomorphic-git clones without a token and reads what was committed", async () => {
  await clone("mosis/registry");
  expect(await readFile(join(dir, "apps/one.txt"), "utf8")).toBe("one\n");
  const [first] = await git.log({ fs, dir });
  expect(first?.commit).toMatchObject({
    message: "Begin\n",
    committer: { timestamp: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 },
  });
});

test("a push to the branch of a pull request moves its head before the push is answered", async () => {
  const { number } = await propose(world.as(DEV), { branch: "pushed", files: { "pushed.txt": "1" } });
  await clone("dev/registry", "pushed");
  const sha = await commit("pushed.txt", "2");
  const result = await git.push({ fs, http, dir, ref: "pushed", ...as(DEV) });
  expect(result.ok).toBe(true);
  const { data } = await world.as(null).rest.pulls.get({ ...BASE, pull_number: number });
  expect(data).toMatchObject({ head: { sha }, commits: 2 });
});

test("the head of a pull request is fetched from the base repository", async () => {
  const { number, sha } = await propose(world.as(DEV), { branch: "fetched", files: { "fetched.txt": "1" } });
  await clone("mosis/registry");
  const ref = `refs/pull/${number}/head`;
  const fetched = await git.fetch({ fs, http, dir, ref, remoteRef: ref, singleBranch: true });
  expect(fetched.fetchHead).toBe(sha);
  expect((await git.readBlob({ fs, dir, oid: sha, filepath: "fetched.txt" })).blob).toEqual(
    new TextEncoder().encode("1"),
  );
});

test("pushing takes a token that may: 401 without one or with a wrong one, 403 for others", async () => {
  await clone("mosis/registry");
  await commit("mine.txt", "1");
  const push = (options: object) => git.push({ fs, http, dir, ref: "main", ...options });
  const statusOf = (call: Promise<unknown>) =>
    call.then(
      () => 0,
      (error: { data?: { statusCode?: number } }) => error.data?.statusCode,
    );
  expect(await statusOf(push({}))).toBe(401);
  expect(await statusOf(push({ onAuth: () => ({ username: "x", password: "wrong" }) }))).toBe(401);
  expect(await statusOf(push(as(EVE)))).toBe(403);
});

test("git itself clones, pushes and is kept from refs/pull", async () => {
  const run = async (...args: string[]) =>
    (
      await promisify(execFile)("git", args, {
        cwd: dir,
        env: { PATH: process.env["PATH"] ?? "", HOME: dir, GIT_TERMINAL_PROMPT: "0" },
      })
    ).stdout;
  await world.as(EVE).rest.repos.createFork({ ...BASE });
  const remote = urlOf("eve/registry").replace("://", `://eve:${EVE.token}@`);
  await run("clone", "-q", remote, ".");
  await writeFile(join(dir, "big.bin"), randomBytes(3_000_000));
  await run("add", ".");
  await run("-c", "user.name=Eve", "-c", "user.email=eve@example.org", "commit", "-qm", "Big");
  await run("push", "-q", "origin", "HEAD:refs/heads/big", "HEAD:refs/tags/v1");
  const sha = (await run("rev-parse", "HEAD")).trim();
  const { data } = await world.as(null).rest.git.getRef({ owner: "eve", repo: "registry", ref: "heads/big" });
  expect(data.object.sha).toBe(sha);
  await expect(run("push", "-q", "origin", "HEAD:refs/pull/1/head")).rejects.toThrow(/hidden ref|rejected/);
});

test("a shallow clone and one of a commit by its id work", async () => {
  await git.clone({ fs, http, dir, url: urlOf("mosis/registry"), depth: 1, singleBranch: true });
  expect(await git.log({ fs, dir })).toHaveLength(1);
});

test("whether a repository exists is not told to strangers", async () => {
  const status = async (user: ForgeUser | null) => {
    const headers = user === null ? {} : { authorization: `Basic ${btoa(`x:${user.token}`)}` };
    return (await fetch(`${urlOf("mosis/none")}/info/refs?service=git-upload-pack`, { headers })).status;
  };
  expect([await status(null), await status(DEV)]).toEqual([401, 404]);
  expect(await refusalOf(world.as(DEV).rest.repos.get({ owner: "mosis", repo: "none" }))).toMatchObject({
    status: 404,
  });
});
