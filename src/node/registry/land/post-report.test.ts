import { afterAll, beforeAll, expect, test } from "vitest";

import { CHECK_NAME, postReport } from "./post-report.ts";
import type { ReviewReport } from "./untrusted-report.ts";
import { finding } from "../../../core/findings/finding.ts";
import { machineMarker } from "../../../core/review/state/machine-marker.ts";
import { ACTIONS_BOT } from "../../../testing/forge/forge.ts";
import { aWorld, BASE, DEV, EVE, KEEPER, propose, type World } from "../../../testing/forge/fixture.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

/** The forge as a job sees it that may write what the job `report` may. */
function aJob() {
  const { id } = world.forge.backend.store.state.repositories.find(({ name }) => name === BASE.repo)!;
  const permissions = { checks: "write", "pull-requests": "write" } as const;
  const { token } = world.forge.grant("github-actions[bot]", { repository: id, permissions, ofRun: true });
  return world.as({ id: 0, login: "github-actions[bot]", token });
}

const findings = (count: number, text = "It is wrong.") =>
  Array.from({ length: count }, (_, index) =>
    finding("submission/kind", { message: `${text} ${index}`, file: "a.json", range: { line: index + 1, column: 1 } }),
  );

async function aPull(branch: string) {
  const { number, sha } = await propose(world.as(DEV), { branch, files: { [branch]: "1" } });
  const report: ReviewReport = { head: sha, verdict: "fail", findings: [] };
  const post = (change: Partial<ReviewReport>, octokit = aJob()) =>
    postReport(octokit, BASE, { number, report: { ...report, ...change }, bots: [ACTIONS_BOT.id], now: new Date() });
  const { rest } = world.as(KEEPER);
  const told = async () => ({
    comments: (await rest.issues.listComments({ ...BASE, issue_number: number })).data,
    checks: (await rest.checks.listForRef({ ...BASE, ref: sha })).data.check_runs,
  });
  return { number, sha, post, told };
}

test("however often it is done, there is one comment and a check of each verdict", async () => {
  const { post, told } = await aPull("often");
  for (let times = 0; times < 3; times += 1) await post({ findings: findings(2) });
  for (let times = 0; times < 2; times += 1) await post({ verdict: "merge" });
  const { comments, checks } = await told();
  expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining("No findings.")]);
  expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([
    [CHECK_NAME, "failure"],
    [CHECK_NAME, "success"],
  ]);
});

test("two jobs at once leave one comment", async () => {
  const { post, told } = await aPull("race");
  await Promise.all([post({ verdict: "merge" }), post({ verdict: "merge" }), post({ verdict: "merge" })]);
  expect((await told()).comments).toHaveLength(1);
});

test("more than fifty annotations take several calls, and the check ends when all are there", async () => {
  const { post, told } = await aPull("many");
  await post({ findings: findings(120) });
  const [check] = (await told()).checks;
  expect(check).toMatchObject({ conclusion: "failure", output: { annotations_count: 120 } });
  const page = { ...BASE, check_run_id: check!.id, per_page: 100 };
  const { data } = await world.as(KEEPER).rest.checks.listAnnotations(page);
  expect(data[0]).toMatchObject({ path: "a.json", start_line: 1, annotation_level: "failure" });
});

test("a check that was begun by a job that was stopped is ended", async () => {
  const { sha, post, told } = await aPull("stopped");
  await aJob().rest.checks.create({ ...BASE, name: CHECK_NAME, head_sha: sha, status: "in_progress" });
  await post({ verdict: "merge" });
  expect((await told()).checks.map(({ conclusion }) => conclusion)).toEqual(["cancelled", "success"]);
});

test("a comment that somebody else made to look like ours is left alone", async () => {
  const { number, sha, post, told } = await aPull("fake");
  const body = machineMarker("review", `${sha} 2026-01-01T00:00:00.000Z`);
  await world.as(EVE).rest.issues.createComment({ ...BASE, issue_number: number, body });
  await post({});
  expect((await told()).comments.map(({ user }) => user?.login)).toEqual(["eve", "github-actions[bot]"]);
});

test("a comment has room for any number of findings", async () => {
  const { post, told } = await aPull("long");
  await post({ findings: findings(900, "@everyone `</details>` ".repeat(20)) });
  const [comment] = (await told()).comments;
  expect(comment!.body!.length).toBeLessThanOrEqual(65_536);
  expect(comment!.body).toMatch(/- and \d+ more, which the report of the run has/);
  expect(comment!.body).not.toMatch(/@everyone|`<\/details>/);
});
