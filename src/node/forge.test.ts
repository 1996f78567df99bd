import { execFileSync } from "node:child_process";

import { Octokit } from "octokit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Forge, githubForge } from "./forge.ts";
import { aWorld, BASE, DEV, EVE, KEEPER, propose, type World } from "../testing/forge/fixture.ts";
import { anHttpServer } from "../testing/http-server.ts";

let world: World;
let forge: Forge;
beforeAll(async () => {
  world = await aWorld();
  forge = githubForge(world.as(KEEPER), BASE);
});
afterAll(() => world.end());

const git = (...args: string[]): string =>
  execFileSync("git", ["--git-dir", world.forge.gitDir(BASE.owner, BASE.repo), ...args], { encoding: "utf8" }).trim();
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("a pull request", () => {
  test("is told with its head, author and aim", async () => {
    const { number, sha } = await propose(world.as(DEV), { branch: "told", files: { a: "1" }, title: "Add a" });
    expect(await forge.pull(number)).toEqual({
      number,
      title: "Add a",
      open: true,
      merged: false,
      head: sha,
      author: DEV.id,
      base: "main",
      draft: false,
      url: expect.stringMatching(/^http:.*\/pull\/1$/),
      openedAt: expect.any(Date),
      labels: [],
    });
    expect(await forge.openPulls()).toContainEqual(await forge.pull(number));
  });

  test("may be a draft, or for another branch", async () => {
    const { rest } = world.as(DEV);
    const { head } = await propose(world.as(DEV), { branch: "aims", files: { aims: "1" } });
    await world.as(KEEPER).rest.git.createRef({ ...BASE, ref: "refs/heads/other", sha: git("rev-parse", "main") });
    const { data } = await rest.pulls.create({ ...BASE, head, base: "other", title: "Elsewhere", draft: true });
    expect(await forge.pull(data.number)).toMatchObject({ base: "other", draft: true });
    expect((await forge.openPulls()).map((each) => each.number)).not.toContain(data.number);
  });

  test("lands by one commit: the base with the files that are named, whatever else the head has", async () => {
    const { number, sha } = await propose(world.as(DEV), { branch: "exact", files: { exact: "1", other: "2" } });
    const base = git("rev-parse", "main");
    const files = [
      { path: "exact", bytes: utf8("1") },
      { path: "decision", bytes: utf8("yes") },
    ];
    const landed = await forge.land("refs/heads/main", { base, head: sha, files, message: "Add exact (#1)" });
    expect(git("log", "-1", "--format=%H %P %s", "main")).toBe(`${landed} ${base} ${sha} Add exact (#1)`);
    expect(git("diff", "--name-only", base, "main")).toBe("decision\nexact");
    expect(await forge.pull(number)).toMatchObject({ open: false, merged: true });
  });

  test("does not land on a branch that has moved", async () => {
    const { number, sha } = await propose(world.as(DEV), { branch: "late", files: { late: "1" } });
    const base = git("rev-parse", "main");
    const between = await forge.commit("refs/heads/main", [{ path: "between", bytes: utf8("1") }], "Between");
    const files = [{ path: "late", bytes: utf8("1") }];
    const landing = forge.land("refs/heads/main", { base, head: sha, files, message: "Late" });
    await expect(landing).rejects.toMatchObject({ name: "ForgeError", code: "stale" });
    expect(git("rev-parse", "main")).toBe(between);
    expect(await forge.pull(number)).toMatchObject({ open: true });
  });

  test("is told with its reviews, and with the accounts of its commits", async () => {
    const { number, sha } = await propose(world.as(DEV), { branch: "talked", files: { talked: "1" } });
    const { rest } = world.as(EVE);
    const review = { ...BASE, pull_number: number };
    await rest.pulls.createReview({ ...review, event: "REQUEST_CHANGES", body: "No." });
    await rest.pulls.createReview({ ...review, event: "COMMENT", body: "Hm." });
    await rest.pulls.createReview({ ...review, event: "APPROVE", commit_id: sha });
    const told = { id: expect.any(Number), author: EVE.id, commit: sha, at: expect.any(Date) };
    expect(await forge.reviews(number)).toEqual([
      { ...told, verdict: "changes_requested", body: "No." },
      { ...told, verdict: "other", body: "Hm." },
      { ...told, verdict: "approved", body: "" },
    ]);
    expect(await forge.commitAuthors(number)).toEqual([DEV.id]);
  });

  test("gets comments, labels and an end", async () => {
    const { number } = await propose(world.as(DEV), { branch: "told-more", files: { more: "1" } });
    expect(await forge.writeComment(number, null, "one")).toBe(KEEPER.id);
    const [comment] = await forge.comments(number);
    await forge.writeComment(number, comment!.id, "two");
    expect(await forge.comments(number)).toEqual([expect.objectContaining({ id: comment!.id, body: "two" })]);
    await forge.changeLabels(number, { add: ["a", "b c"], remove: ["not there"] });
    await forge.changeLabels(number, { add: [], remove: ["a"] });
    expect(await forge.pull(number)).toMatchObject({ labels: ["b c"], open: true });
    await forge.close(number);
    expect(await forge.pull(number)).toMatchObject({ open: false, merged: false });
  });

  test("that is not there is missing, and strangers may not land", async () => {
    await expect(forge.pull(9999)).rejects.toMatchObject({ code: "missing" });
    const { number, sha } = await propose(world.as(DEV), { branch: "own", files: { own: "1" } });
    const merge = { base: git("rev-parse", "main"), head: sha, files: [], message: "Mine" };
    const landing = githubForge(world.as(DEV), BASE).land("refs/heads/main", merge);
    // Without the right to write, a private forge would say that there is nothing.
    await expect(landing).rejects.toMatchObject({ code: expect.stringMatching(/^(denied|missing)$/) });
    const stranger = new Octokit({ baseUrl: world.forge.apiUrl, auth: "no-such-token", retry: { enabled: false } });
    await expect(githubForge(stranger, BASE).pull(number)).rejects.toMatchObject({ code: "denied" });
  });
});

test("comments are told oldest first, with their author and whether they were edited", async () => {
  let now = new Date("2026-01-01T00:00:00Z");
  const clocked = await aWorld({ clock: () => now });
  try {
    const { number } = await propose(clocked.as(DEV), { branch: "talk", files: { talk: "1" } });
    const { rest } = clocked.as(EVE);
    const first = await rest.issues.createComment({ ...BASE, issue_number: number, body: "one" });
    await clocked.as(KEEPER).rest.issues.createComment({ ...BASE, issue_number: number, body: "two\r\nlines" });
    now = new Date("2026-01-01T00:01:00Z");
    await rest.issues.updateComment({ ...BASE, comment_id: first.data.id, body: "uno" });
    const many = Array.from({ length: 101 }, (_, index) => `comment ${index}`);
    for (const body of many) await rest.issues.createComment({ ...BASE, issue_number: number, body });
    const comments = await githubForge(clocked.as(KEEPER), BASE).comments(number);
    expect(comments.slice(0, 2)).toEqual([
      { id: first.data.id, author: EVE.id, body: "uno", edited: true, at: new Date("2026-01-01T00:00:00Z") },
      { id: expect.any(Number), author: KEEPER.id, body: "two\r\nlines", edited: false, at: expect.any(Date) },
    ]);
    expect(comments).toHaveLength(103);
  } finally {
    await clocked.end();
  }
});

describe("a commit on a ref", () => {
  test("adds, replaces and removes files on top of what is there", async () => {
    const before = git("rev-parse", "main");
    const oid = await forge.commit(
      "refs/heads/main",
      [
        { path: "new/file.bin", bytes: Uint8Array.of(0, 255, 10) },
        { path: "README.md", bytes: utf8("# New\n") },
        { path: "apps/two.txt", bytes: null },
      ],
      "Change three",
    );
    expect(git("rev-parse", "main", "main^")).toBe(`${oid}\n${before}`);
    expect(git("diff", "--name-status", "main^", "main")).toBe("M\tREADME.md\nD\tapps/two.txt\nA\tnew/file.bin");
    const bytes = execFileSync("git", [
      "--git-dir",
      world.forge.gitDir("mosis", "registry"),
      "show",
      "main:new/file.bin",
    ]);
    expect([...bytes]).toEqual([0, 255, 10]);
  });

  test("begins a ref that is not there, without a parent", async () => {
    const oid = await forge.commit("refs/mosis/new", [{ path: "a.json", bytes: utf8("1") }], "Begin");
    const next = await forge.commit("refs/mosis/new", [{ path: "a.json", bytes: utf8("2") }], "Go on");
    expect(git("log", "--format=%H", "refs/mosis/new")).toBe(`${next}\n${oid}`);
    expect(git("show", "refs/mosis/new:a.json")).toBe("2");
  });

  test("finds its place when others commit at the same moment", async () => {
    const commits = ["a", "b", "c"].map((name) =>
      forge.commit("refs/heads/main", [{ path: `busy/${name}`, bytes: utf8(name) }], `Add ${name}`),
    );
    await Promise.all(commits);
    expect(git("ls-tree", "--name-only", "main", "busy/")).toBe("busy/a\nbusy/b\nbusy/c");
    const begun = ["a", "b"].map((name) =>
      forge.commit("refs/mosis/race", [{ path: name, bytes: utf8(name) }], `Add ${name}`),
    );
    await Promise.all(begun);
    expect(git("ls-tree", "--name-only", "refs/mosis/race")).toBe("a\nb");
  });
});

describe("a forge that does not answer as it should", () => {
  const at = (baseUrl: string) =>
    githubForge(
      new Octokit({ baseUrl, auth: "x", retry: { enabled: false }, throttle: { enabled: false }, log: SILENT }),
      BASE,
    );

  test("cannot be reached", async () => {
    await expect(at("http://127.0.0.1:1").pull(1)).rejects.toMatchObject({ name: "ForgeError", code: "unreachable" });
  });

  test.each([
    [500, "unreachable"],
    [503, "unreachable"],
    [429, "denied"],
    [403, "denied"],
    [422, "refused"],
  ])("answers %i: %s", async (status, code) => {
    const url = await anHttpServer((_, response) =>
      response.writeHead(status, { "content-type": "application/json" }).end('{"message":"no"}'),
    );
    await expect(at(url).pull(1)).rejects.toMatchObject({ code, message: expect.stringContaining("no") });
  });

  test("says that main moved while it merged, with the status of a conflict", async () => {
    const message = "Base branch was modified. Review and try the merge again.";
    const url = await anHttpServer((_, response) =>
      response.writeHead(405, { "content-type": "application/json" }).end(JSON.stringify({ message })),
    );
    await expect(at(url).close(1)).rejects.toMatchObject({ code: "stale" });
  });
});

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
