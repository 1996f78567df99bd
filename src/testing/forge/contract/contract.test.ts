import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aContractWorld, type ContractWorld } from "./contract-world.ts";
import { refusalOf } from "../fixture.ts";

// What we rely on of GitHub, stated through octokit alone.
let world: ContractWorld;
let at: ContractWorld["repository"];
beforeAll(async () => {
  world = await aContractWorld();
  at = world.repository;
});
afterAll(() => world.end());

let proposals = 0;
async function aPull(role: "dev" | "eve" = "dev") {
  proposals += 1;
  const name = `contract-${proposals}`;
  const { number, sha } = await world.propose(role, { branch: name, files: { [`${name}.txt`]: name } });
  return { number, sha, pull: { ...at, pull_number: number }, issue: { ...at, issue_number: number } };
}
const rest = (role: Parameters<ContractWorld["as"]>[0]) => world.as(role).rest;

describe("reviews", () => {
  test("authors may comment on their own pull request, not approve it nor ask for changes", async () => {
    const { pull } = await aPull();
    for (const event of ["APPROVE", "REQUEST_CHANGES"] as const) {
      const refusal = await refusalOf(rest("dev").pulls.createReview({ ...pull, event, body: "Mine" }));
      expect(refusal).toMatchObject({ status: 422 });
      expect(refusal.text).toMatch(/your own pull request/);
    }
    const { data } = await rest("dev").pulls.createReview({ ...pull, event: "COMMENT", body: "Mine" });
    expect(data.state).toBe("COMMENTED");
  });

  test("a review is bound to a commit and told with it", async () => {
    const { pull, sha } = await aPull();
    await rest("keeper").pulls.createReview({ ...pull, event: "APPROVE" });
    const { data } = await rest("keeper").pulls.listReviews(pull);
    expect(data).toMatchObject([{ state: "APPROVED", commit_id: sha, body: "" }]);
  });

  test("comments on lines of the diff are made, listed, answered and taken back", async () => {
    const { pull, sha } = await aPull();
    const path = (await rest("keeper").pulls.listFiles(pull)).data[0]!.filename;
    const place = { commit_id: sha, path, line: 1, side: "RIGHT" } as const;
    const { data: first } = await rest("keeper").pulls.createReviewComment({ ...pull, ...place, body: "Why?" });
    expect(first).toMatchObject({ path, line: 1, commit_id: sha, body: "Why?" });
    const answer = { ...pull, comment_id: first.id, body: "Because." };
    expect((await rest("dev").pulls.createReplyForReviewComment(answer)).data.in_reply_to_id).toBe(first.id);
    expect((await rest("keeper").pulls.listReviewComments(pull)).data.map(({ body }) => body)).toEqual([
      "Why?",
      "Because.",
    ]);
    const elsewhere = rest("keeper").pulls.createReviewComment({ ...pull, ...place, path: "not-in-it", body: "?" });
    expect(await refusalOf(elsewhere)).toMatchObject({ status: 422 });
    await rest("keeper").pulls.deleteReviewComment({ ...at, comment_id: first.id });
    expect((await rest("keeper").pulls.listReviewComments(pull)).data.map(({ body }) => body)).not.toContain("Why?");
  });
});

describe("comments and labels", () => {
  test("a comment has at most 65,536 characters", async () => {
    const { issue } = await aPull();
    expect((await rest("dev").issues.createComment({ ...issue, body: "x".repeat(65_536) })).status).toBe(201);
    const tooLong = rest("dev").issues.createComment({ ...issue, body: "x".repeat(65_537) });
    expect(await refusalOf(tooLong)).toMatchObject({ status: 422 });
  });

  test("comments are edited by their author and by maintainers only", async () => {
    const { issue } = await aPull();
    const { data } = await rest("dev").issues.createComment({ ...issue, body: "One" });
    expect(data.updated_at).toBe(data.created_at);
    const edit = { ...at, comment_id: data.id, body: "Two" };
    expect(await refusalOf(rest("eve").issues.updateComment(edit))).toMatchObject({ status: 403 });
    expect((await rest("keeper").issues.updateComment(edit)).data.body).toBe("Two");
  });

  test("labels are for maintainers", async () => {
    const { issue } = await aPull();
    expect(await refusalOf(rest("dev").issues.addLabels({ ...issue, labels: ["a"] }))).toMatchObject({ status: 403 });
    await rest("keeper").issues.addLabels({ ...issue, labels: ["a", "b"] });
    await rest("keeper").issues.removeLabel({ ...issue, name: "a" });
    expect((await rest("keeper").issues.listLabelsOnIssue(issue)).data.map(({ name }) => name)).toEqual(["b"]);
    expect(await refusalOf(rest("keeper").issues.removeLabel({ ...issue, name: "a" }))).toMatchObject({ status: 404 });
    const { data: events } = await rest("dev").issues.listEvents(issue);
    expect(events.map((each) => [each.event, "label" in each && each.label.name])).toEqual([
      ["labeled", "a"],
      ["labeled", "b"],
      ["unlabeled", "a"],
    ]);
  });
});

describe("checks and statuses", () => {
  test("check runs are written by Apps only, with at most 50 annotations in a call", async () => {
    const { sha } = await aPull();
    const run = { ...at, name: "contract", head_sha: sha };
    expect(await refusalOf(rest("keeper").checks.create(run))).toMatchObject({ status: 403 });
    const annotations = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const line = { start_line: index + 1, end_line: index + 1 };
        return { path: "README.md", ...line, annotation_level: "notice" as const, message: `Number ${index}` };
      });
    const output = (count: number) => ({ title: "t", summary: "s", annotations: annotations(count) });
    expect(await refusalOf(rest("robot").checks.create({ ...run, output: output(51) }))).toMatchObject({ status: 422 });
    const { data } = await rest("robot").checks.create({ ...run, output: output(50) });
    await rest("robot").checks.update({ ...at, check_run_id: data.id, output: output(7), conclusion: "success" });
    const told = (await rest("nobody").checks.get({ ...at, check_run_id: data.id })).data;
    expect(told).toMatchObject({ status: "completed", conclusion: "success", output: { annotations_count: 57 } });
    const page = { ...at, check_run_id: data.id, per_page: 100 };
    expect((await rest("nobody").checks.listAnnotations(page)).data).toHaveLength(57);
  });

  test("the newest status of a context counts, and one failure is the failure of all", async () => {
    const { sha } = await aPull();
    const say = (context: string, state: "failure" | "success" | "pending") =>
      rest("keeper").repos.createCommitStatus({ ...at, sha, context, state });
    const combined = async () => (await rest("nobody").repos.getCombinedStatusForRef({ ...at, ref: sha })).data;
    expect(await combined()).toMatchObject({ state: "pending", total_count: 0 });
    await say("a", "failure");
    await say("b", "success");
    expect((await combined()).state).toBe("failure");
    await say("a", "success");
    expect(await combined()).toMatchObject({ state: "success", total_count: 2 });
    const long = { ...at, sha, state: "success", description: "x".repeat(141) } as const;
    expect(await refusalOf(rest("keeper").repos.createCommitStatus(long))).toMatchObject({ status: 422 });
    const strange = rest("eve").repos.createCommitStatus({ ...at, sha, state: "success" });
    expect([403, 404]).toContain((await refusalOf(strange)).status);
  });
});

describe("pull requests", () => {
  test("there is one of a branch at a time", async () => {
    const { number } = await aPull();
    const { data } = await rest("dev").pulls.get({ ...at, pull_number: number });
    const again = rest("dev").pulls.create({ ...at, title: "Again", head: data.head.label, base: data.base.ref });
    expect(await refusalOf(again)).toMatchObject({ status: 422, message: "Validation Failed" });
  });

  test("merging at another head is refused with 409, merging what is merged with 405", async () => {
    const { pull, sha } = await aPull();
    expect(await refusalOf(rest("keeper").pulls.merge({ ...pull, sha: "0".repeat(40) }))).toMatchObject({
      status: 409,
    });
    await rest("keeper").pulls.merge({ ...pull, sha });
    expect(await refusalOf(rest("keeper").pulls.merge({ ...pull, sha }))).toMatchObject({ status: 405 });
  });

  test("a pull request whose head comes onto its base by a push is merged", async () => {
    const { pull, sha } = await aPull();
    const { git, repos } = rest("keeper");
    const { data: repository } = await repos.get(at);
    const ref = `heads/${repository.default_branch}`;
    const base = (await git.getRef({ ...at, ref })).data.object.sha;
    const tree = (await git.getCommit({ ...at, commit_sha: base })).data.tree.sha;
    const merge = await git.createCommit({ ...at, message: "Merge", tree, parents: [base, sha] });
    await git.updateRef({ ...at, ref, sha: merge.data.sha });
    expect((await rest("keeper").pulls.get(pull)).data).toMatchObject({ merged: true, state: "closed" });
    const stale = git.updateRef({ ...at, ref, sha: base });
    expect(await refusalOf(stale)).toMatchObject({ status: 422, message: expect.stringMatching(/fast forward/) });
  });
});

describe("the protocol", () => {
  test("an unknown token is refused even where nobody is asked for one", async () => {
    const reply = await world
      .as("nobody")
      .request("GET /repos/{owner}/{repo}", {
        ...at,
        headers: { authorization: "Bearer no-such-token" },
      })
      .catch((error: { status: number }) => error);
    expect(reply.status).toBe(401);
  });

  test("an answer that is known is not sent again", async () => {
    const request = { ...at };
    const { headers } = await world.as("keeper").request("GET /repos/{owner}/{repo}/branches", request);
    const again = world.as("keeper").request("GET /repos/{owner}/{repo}/branches", {
      ...request,
      headers: { "if-none-match": headers.etag ?? "" },
    });
    expect(await refusalOf(again)).toMatchObject({ status: 304 });
  });

  test("every answer tells what is left of the allowance", async () => {
    const { headers } = await world.as("keeper").request("GET /repos/{owner}/{repo}", at);
    expect(headers).toMatchObject({
      "x-ratelimit-limit": expect.stringMatching(/^\d+$/),
      "x-ratelimit-remaining": expect.stringMatching(/^\d+$/),
      "x-ratelimit-reset": expect.stringMatching(/^\d+$/),
      "x-ratelimit-resource": "core",
    });
  });

  test("lists come in pages that name the next one", async () => {
    const { issue } = await aPull();
    for (const body of ["1", "2", "3"]) await rest("dev").issues.createComment({ ...issue, body });
    const { data, headers } = await rest("dev").issues.listComments({ ...issue, per_page: 2 });
    expect([data.length, headers.link]).toEqual([2, expect.stringMatching(/page=2>; rel="next".*rel="last"/)]);
    const all = await world.as("dev").paginate(rest("dev").issues.listComments, { ...issue, per_page: 2 });
    expect(all.map(({ body }) => body)).toEqual(["1", "2", "3"]);
  });

  test("a workflow that is not there cannot be dispatched, and strangers dispatch none", async () => {
    const none = { ...at, workflow_id: "no-such.yml", ref: "main" };
    expect(await refusalOf(rest("keeper").actions.createWorkflowDispatch(none))).toMatchObject({ status: 404 });
    expect(await refusalOf(rest("eve").actions.createWorkflowDispatch(none))).toMatchObject({ status: 403 });
  });
});
