import { execFileSync } from "node:child_process";

import { afterAll, beforeAll, expect, test } from "vitest";

import { closeSuperseded, openSubmission } from "./submit.ts";
import type { ForgeClient } from "../../forge-client.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { aWorld, BASE, DEV, EVE, type World } from "../../../testing/forge/fixture.ts";
import { aStore } from "../../../testing/store-kit.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const app = anApp();
aStore().withApp(app);
const files = app.files().map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));
const submission = { branch: "notes", title: "Add Notes 1.0.0", body: "Signed.", files };

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["--git-dir", world.forge.gitDir(BASE.owner, BASE.repo), ...args], { encoding: "utf8" });

test("a submission is one commit on main, in a pull request from a fork, with few requests and no clone", async () => {
  const before = world.forge.requests.length;
  const { number, isNew } = await openSubmission(world.as(DEV), BASE, submission);
  expect(isNew).toBe(true);
  expect(world.forge.requests.slice(before).map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
    "POST forks",
    "GET main",
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
  for (const { path, text } of files) expect(git("show", `${head}:${path}`)).toBe(text);
});

test("a submission that is open already is found again", async () => {
  const request = { ...submission, branch: "again" };
  const first = await openSubmission(world.as(EVE), BASE, request);
  expect(await openSubmission(world.as(EVE), BASE, request)).toEqual({ ...first, isNew: false });
  await closeSuperseded(world.as(EVE), BASE, first.number, 99);
  const { rest } = world.as(null);
  expect((await rest.pulls.get({ ...BASE, pull_number: first.number })).data.state).toBe("closed");
  const { data } = await rest.issues.listComments({ ...BASE, issue_number: first.number });
  expect(data.map(({ body }) => body)).toEqual(["Superseded by #99."]);
  const again = await openSubmission(world.as(EVE), BASE, request);
  expect(again).toMatchObject({ isNew: true });
  expect(again.number).toBeGreaterThan(first.number);
});

test("what was superseded is told so once and closed, whenever the command was killed", async () => {
  const { number } = await openSubmission(world.as(EVE), BASE, { ...submission, branch: "killed" });
  const client = world.as(EVE);
  const killed: ForgeClient = {
    request: ((route: string, options: Parameters<ForgeClient["request"]>[1]) => {
      if (route.startsWith("PATCH")) throw new Error("killed");
      return client.request(route, options);
    }) as ForgeClient["request"],
  };
  await expect(closeSuperseded(killed, BASE, number, 99)).rejects.toThrow("killed");
  for (let run = 0; run < 2; run += 1) await closeSuperseded(client, BASE, number, 99);
  const { rest } = world.as(null);
  expect((await rest.pulls.get({ ...BASE, pull_number: number })).data.state).toBe("closed");
  const { data } = await rest.issues.listComments({ ...BASE, issue_number: number });
  expect(data.map(({ body }) => body)).toEqual(["Superseded by #99."]);
});

test("a stranger submits nothing", async () => {
  const request = { ...submission, branch: "stranger" };
  await expect(openSubmission(world.as(null), BASE, request)).rejects.toMatchObject({ code: "denied" });
});
