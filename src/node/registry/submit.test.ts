import { execFileSync } from "node:child_process";

import { afterAll, beforeAll, expect, test } from "vitest";

import { openSubmission } from "./submit.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aWorld, BASE, DEV, EVE, type World } from "../../testing/forge/fixture.ts";
import { aStore } from "../../testing/store-kit.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const app = anApp();
aStore().withApp(app);
const files = app.files();
const submission = { registry: BASE, branch: "notes", title: "Add Notes 1.0.0", body: "Signed.", files };

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["--git-dir", world.forge.gitDir(BASE.owner, BASE.repo), ...args], { encoding: "utf8" });

test("a submission is one commit on main, in a pull request from a fork, with few requests and no clone", async () => {
  const before = world.forge.requests.length;
  const number = await openSubmission(world.as(DEV), { ...submission, login: DEV.login });
  expect(world.forge.requests.slice(before).map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
    "POST forks",
    "GET heads%2Fmain",
    expect.stringMatching(/^GET [0-9a-f]{40}$/),
    "POST trees",
    "POST commits",
    "POST refs",
    "POST pulls",
  ]);
  const { data } = await world.as(null).rest.pulls.get({ ...BASE, pull_number: number });
  expect(data).toMatchObject({ title: "Add Notes 1.0.0", body: "Signed.", user: { id: DEV.id }, commits: 1 });
  const head = `refs/pull/${number}/head`;
  expect(git("rev-parse", `${head}^`)).toBe(git("rev-parse", "main"));
  expect(git("diff", "--name-only", "main", head).trim().split("\n")).toEqual(files.map(({ path }) => path).toSorted());
  for (const { path, bytes } of files) expect(git("show", `${head}:${path}`)).toBe(new TextDecoder().decode(bytes));
});

test("a branch that is there already is not moved", async () => {
  const request = { ...submission, login: EVE.login, branch: "again" };
  await openSubmission(world.as(EVE), request);
  await expect(openSubmission(world.as(EVE), request)).rejects.toMatchObject({ name: "ForgeError", code: "stale" });
});

test("a stranger submits nothing", async () => {
  const request = { ...submission, login: "nobody", branch: "stranger" };
  await expect(openSubmission(world.as(null), request)).rejects.toMatchObject({ code: "denied" });
});
