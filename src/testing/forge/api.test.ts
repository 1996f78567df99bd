import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, BASE, DEV, EVE, KEEPER, propose, refusalOf, ROBOT, type World } from "./fixture.ts";
import type { ForgeUser } from "./forge.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const api = (path: string, init: RequestInit = {}) => fetch(`${world.forge.apiUrl}${path}`, init);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("who one is", () => {
  test("is told by any of the ways a token is sent", async () => {
    for (const authorization of [
      `token ${DEV.token}`,
      `Bearer ${DEV.token}`,
      `Basic ${btoa(`x-access-token:${DEV.token}`)}`,
    ]) {
      expect(await (await api("/user", { headers: { authorization } })).json()).toMatchObject({
        id: 12,
        login: "dev",
        type: "User",
      });
    }
  });

  test("an unknown token is refused everywhere, even where strangers may read", async () => {
    const reply = await api("/repos/mosis/registry", { headers: bearer("wrong") });
    expect(reply.status).toBe(401);
    expect(await reply.json()).toEqual({
      message: "Bad credentials",
      documentation_url: "https://docs.github.com/rest",
      status: "401",
    });
  });

  test("strangers read, and are asked for a token when they write", async () => {
    const stranger = world.as(null).rest;
    expect((await stranger.repos.get({ ...BASE })).data).toMatchObject({
      full_name: "mosis/registry",
      permissions: { push: false },
    });
    expect(await refusalOf(stranger.repos.createFork({ ...BASE }))).toMatchObject({
      status: 401,
      message: "Requires authentication",
    });
    expect(await refusalOf(stranger.users.getAuthenticated())).toMatchObject({ status: 401 });
  });

  test("decides what may be written: collaborators may, others are told 404 or 403", async () => {
    const sha = (await world.as(null).rest.git.getRef({ ...BASE, ref: "heads/main" })).data.object.sha;
    const ref = { ...BASE, ref: "refs/heads/x", sha };
    expect(await refusalOf(world.as(EVE).rest.git.createRef(ref))).toMatchObject({ status: 404 });
    expect((await world.as(KEEPER).rest.git.createRef(ref)).status).toBe(201);
    const { number } = await propose(world.as(DEV), { branch: "labels", files: { "l.txt": "1" } });
    const label = { ...BASE, issue_number: number, labels: ["x"] };
    expect(await refusalOf(world.as(DEV).rest.issues.addLabels(label))).toMatchObject({ status: 403 });
    const permission = async (username: string) =>
      (await world.as(KEEPER).rest.repos.getCollaboratorPermissionLevel({ ...BASE, username })).data.permission;
    expect([await permission("keeper"), await permission("dev")]).toEqual(["write", "read"]);
  });
});

describe("the protocol", () => {
  test("takes writes without a body and refuses what is not a JSON object", async () => {
    const post = (body?: string) =>
      api("/repos/mosis/registry/forks", {
        method: "POST",
        headers: bearer(EVE.token),
        ...(body === undefined ? {} : { body }),
      });
    expect((await post()).status).toBe(202);
    expect(await (await post("{")).json()).toMatchObject({ message: "Problems parsing JSON", status: "400" });
    expect(await (await post("[]")).json()).toMatchObject({ message: "Body should be a JSON object" });
  });

  test("answers 304 to whoever has the answer already", async () => {
    const first = await api("/repos/mosis/registry/branches/main");
    const etag = first.headers.get("etag") ?? "";
    const again = await api("/repos/mosis/registry/branches/main", { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    await world.forge.commit({ owner: "mosis", name: "registry", files: { "etag.txt": "1" }, message: "Etag" });
    expect((await api("/repos/mosis/registry/branches/main", { headers: { "if-none-match": etag } })).status).toBe(200);
  });

  test("counts requests a token, and refuses them only where an allowance is set", async () => {
    const remaining = async () =>
      Number((await api("/user", { headers: bearer(ROBOT.token) })).headers.get("x-ratelimit-remaining"));
    expect((await remaining()) - (await remaining())).toBe(1);
    const small = await aWorld({ requestsPerHour: 2 });
    try {
      const user = () => small.as(DEV).rest.users.getAuthenticated();
      await user();
      expect((await user()).headers["x-ratelimit-remaining"]).toBe("0");
      expect(await refusalOf(user())).toMatchObject({ status: 403 });
      expect((await small.as(EVE).rest.users.getAuthenticated()).status).toBe(200);
    } finally {
      await small.end();
    }
  });

  test("names are found whatever their case; unknown paths, repositories and bad escapes are refused", async () => {
    expect((await (await api("/repos/MOSIS/Registry")).json()) as object).toMatchObject({
      full_name: "mosis/registry",
    });
    expect((await api("/repos/mosis/none")).status).toBe(404);
    expect((await api("/nothing")).status).toBe(404);
    expect((await api("/repos/mosis/registry/contents/%ff")).status).toBe(400);
  });

  test("logs every request with its status and user", async () => {
    const from = world.forge.requests.length;
    await world.as(DEV).rest.users.getAuthenticated();
    await refusalOf(world.as(null).rest.repos.get({ owner: "mosis", repo: "none" }));
    expect(world.forge.requests.slice(from)).toMatchObject([
      { method: "GET", path: "/api/v3/user", status: 200, user: "dev", received: 0 },
      { method: "GET", path: "/api/v3/repos/mosis/none", status: 404, user: null },
    ]);
  });
});

describe("talk about a pull request", () => {
  test("comments are made, listed, edited and deleted by their authors and maintainers", async () => {
    const { number: issue_number } = await propose(world.as(DEV), { branch: "talk", files: { "talk.txt": "1" } });
    const eve = world.as(EVE).rest;
    const { data: comment } = await eve.issues.createComment({ ...BASE, issue_number, body: "Hello" });
    await eve.issues.updateComment({ ...BASE, comment_id: comment.id, body: "Hello again" });
    const list = async () =>
      (await eve.issues.listComments({ ...BASE, issue_number })).data.map(({ body, user }) => [body, user?.login]);
    expect(await list()).toEqual([["Hello again", "eve"]]);
    const mine = { ...BASE, comment_id: comment.id };
    expect(await refusalOf(world.as(DEV).rest.issues.deleteComment(mine))).toMatchObject({ status: 403 });
    await world.as(KEEPER).rest.issues.deleteComment(mine);
    expect(await list()).toEqual([]);
    const long = eve.issues.createComment({ ...BASE, issue_number, body: "x".repeat(65_537) });
    expect((await refusalOf(long)).text).toContain("too long (maximum is 65536 characters)");
  });

  test("labels are added, listed, replaced and removed", async () => {
    const { number: issue_number } = await propose(world.as(DEV), { branch: "label", files: { "label.txt": "1" } });
    const { issues } = world.as(KEEPER).rest;
    const names = (labels: readonly { name: string }[]) => labels.map(({ name }) => name);
    expect(names((await issues.addLabels({ ...BASE, issue_number, labels: ["a b", "c"] })).data)).toEqual(["a b", "c"]);
    expect(names((await issues.removeLabel({ ...BASE, issue_number, name: "a b" })).data)).toEqual(["c"]);
    expect(await refusalOf(issues.removeLabel({ ...BASE, issue_number, name: "a b" }))).toMatchObject({ status: 404 });
    await issues.setLabels({ ...BASE, issue_number, labels: ["d"] });
    expect(names((await issues.listLabelsOnIssue({ ...BASE, issue_number })).data)).toEqual(["d"]);
    expect((await issues.get({ ...BASE, issue_number })).data.pull_request).toBeDefined();
  });

  test("reviews carry their commit, and nobody approves their own", async () => {
    const { number: pull_number, sha } = await propose(world.as(DEV), {
      branch: "review",
      files: { "review.txt": "1" },
    });
    const approve = { ...BASE, pull_number, event: "APPROVE" as const };
    expect((await refusalOf(world.as(DEV).rest.pulls.createReview(approve))).text).toContain(
      "Can not approve your own pull request",
    );
    await world.as(KEEPER).rest.pulls.createReview({ ...approve, body: "Good" });
    const { data } = await world.as(null).rest.pulls.listReviews({ ...BASE, pull_number });
    expect(data).toMatchObject([
      { state: "APPROVED", commit_id: sha, user: { id: 11 }, author_association: "COLLABORATOR" },
    ]);
  });

  test("check runs are an App's, and take fifty annotations a call", async () => {
    const { sha: head_sha } = await propose(world.as(DEV), { branch: "check", files: { "check.txt": "1" } });
    const annotation = {
      path: "check.txt",
      start_line: 1,
      end_line: 1,
      annotation_level: "failure" as const,
      message: "m",
    };
    const output = (count: number) => ({
      title: "t",
      summary: "s",
      annotations: Array.from({ length: count }, () => annotation),
    });
    const run = { ...BASE, name: "review", head_sha };
    expect(await refusalOf(world.as(KEEPER).rest.checks.create(run))).toMatchObject({ status: 403 });
    const { checks } = world.as(ROBOT).rest;
    expect(await refusalOf(checks.create({ ...run, output: output(51) }))).toMatchObject({ status: 422 });
    const { data } = await checks.create({ ...run, output: output(50) });
    await checks.update({ ...BASE, check_run_id: data.id, conclusion: "failure", output: output(1) });
    expect((await checks.listForRef({ ...BASE, ref: head_sha })).data).toMatchObject({
      total_count: 1,
      check_runs: [{ status: "completed", conclusion: "failure", output: { annotations_count: 51 } }],
    });
  });
});

test("a workflow on the default branch is dispatched by who may write", async () => {
  const workflow = ".github/workflows/publish.yml";
  await world.forge.commit({
    owner: "mosis",
    name: "registry",
    files: { [workflow]: "on: workflow_dispatch" },
    message: "W",
  });
  const dispatch = (user: ForgeUser, workflow_id = "publish.yml", ref = "main") =>
    world.as(user).rest.actions.createWorkflowDispatch({ ...BASE, workflow_id, ref });
  expect((await dispatch(KEEPER)).status).toBe(204);
  expect(world.forge.requests.at(-1)).toMatchObject({ status: 204, user: "keeper" });
  expect(await refusalOf(dispatch(DEV))).toMatchObject({ status: 403 });
  expect(await refusalOf(dispatch(KEEPER, "none.yml"))).toMatchObject({ status: 404 });
  expect(await refusalOf(dispatch(KEEPER, "publish.yml", "none"))).toMatchObject({ status: 422 });
  const event = { ...BASE, event_type: "publish" };
  expect((await world.as(KEEPER).rest.repos.createDispatchEvent(event)).status).toBe(204);
  expect(await refusalOf(world.as(EVE).rest.repos.createDispatchEvent(event))).toMatchObject({ status: 404 });
});
