import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import type { Actions, ActionsOptions } from "./actions.ts";
import { startActions } from "./runner.ts";
import { aWorld, BASE, DEV, KEEPER, propose, type World } from "../forge/fixture.ts";
import type { ForgeOptions } from "../forge/forge.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function aRepository(
  workflows: Readonly<Record<string, string>>,
  change: Partial<ActionsOptions> = {},
  options: Partial<ForgeOptions> = {},
): Promise<{ readonly world: World; readonly actions: Actions; again(): Actions }> {
  const world = await aWorld(options);
  const root = await mkdtemp(join(tmpdir(), "actions-"));
  ends.push(world.end, () => rm(root, { recursive: true, force: true }));
  const files = Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]);
  await world.forge.commit({ owner: "mosis", name: "registry", files: Object.fromEntries(files), message: "Add" });
  const begin = (): Actions =>
    startActions({
      forge: world.forge,
      repository: { owner: "mosis", name: "registry" },
      root,
      environments: {},
      variables: {},
      approvesFirstTimers: false,
      ...change,
    });
  return { world, actions: begin(), again: begin };
}

const dispatch = (world: World, file: string, inputs: Readonly<Record<string, string>> = {}) =>
  world.as(KEEPER).rest.actions.createWorkflowDispatch({ ...BASE, workflow_id: file, ref: "main", inputs });
const resultsOf = ({ jobs }: Actions) => jobs.map(({ run, job, conclusion }) => `${run.name}/${job}: ${conclusion}`);
const logOf = ({ jobs }: Actions, job: string) => jobs.findLast((each) => each.job === job)?.log.text ?? "";

const checkout = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8";

test("jobs run in the order of their needs, pass outputs, and are skipped after a failure", async () => {
  const { world, actions } = await aRepository({
    ci: `
name: ci
on: { workflow_dispatch: { inputs: { who: { type: string } } } }
permissions: { contents: read }
env: { GREETING: hello }
jobs:
  last:
    needs: [first]
    runs-on: ubuntu-24.04
    steps:
      - run: echo "$GREETING \${{ needs.first.outputs.name }}"
  first:
    runs-on: ubuntu-24.04
    outputs: { name: "\${{ steps.set.outputs.name }}" }
    steps:
      - { id: set, run: 'echo "name=\${{ inputs.who }}" >> "$GITHUB_OUTPUT"' }
  fails:
    needs: [last]
    runs-on: ubuntu-24.04
    steps:
      - run: |
          echo "::error file=a.json,line=3::It is wrong%0Aby far"
          exit 3
      - run: echo never
      - { if: failure(), run: echo rescue }
  after:
    needs: [fails]
    runs-on: ubuntu-24.04
    steps: [{ run: echo never }]
  always:
    needs: [fails]
    if: always()
    runs-on: ubuntu-24.04
    steps: [{ run: "echo was \${{ needs.fails.result }}" }]
`,
  });
  await dispatch(world, "ci.yml", { who: "world" });
  await actions.idle();
  expect(resultsOf(actions).sort()).toEqual([
    "ci/after: skipped",
    "ci/always: success",
    "ci/fails: failure",
    "ci/first: success",
    "ci/last: success",
  ]);
  expect(logOf(actions, "last")).toContain("hello world");
  expect(logOf(actions, "always")).toContain("was failure");
  expect(logOf(actions, "fails")).toMatch(/rescue/);
  expect(logOf(actions, "fails")).not.toMatch(/never/);
  expect(actions.jobs.find(({ job }) => job === "fails")?.log.annotations).toEqual([
    { level: "error", file: "a.json", line: 3, message: "It is wrong\nby far" },
  ]);
  const { data } = await world.as(KEEPER).rest.actions.listWorkflowRunsForRepo({ ...BASE });
  expect(data.workflow_runs).toMatchObject([{ name: "ci", status: "completed", conclusion: "failure" }]);
});

const pullWorkflow = (body: string) => `
name: review
on: { pull_request: {} }
permissions: { contents: read }
jobs:
  review:
    runs-on: ubuntu-24.04
    permissions: { contents: read, pull-requests: write, issues: write }
    environment: merge
    steps:
${body}
`;

test("a pull request of a fork runs its own copy, without secrets and with a token that only reads", async () => {
  const body = (word: string) => `
      - uses: ${checkout}
        with: { persist-credentials: false }
      - env: { TOKEN: "\${{ github.token }}", SECRET: "\${{ secrets.SECRET }}" }
        run: |
          echo "${word} secret [$SECRET] $(cat new.txt)"
          curl -s -o out -w '%{http_code}\\n' -X POST -H "authorization: Bearer $TOKEN" -d '{"body":"x"}' \\
            "$GITHUB_API_URL/repos/mosis/registry/issues/1/comments"
          cat out`;
  const environments = { merge: { secrets: { SECRET: "hush" } } };
  const { world, actions } = await aRepository({ review: pullWorkflow(body("ours")) }, { environments });
  const files = { "new.txt": "new\n", ".github/workflows/review.yml": pullWorkflow(body("theirs")) };
  await propose(world.as(DEV), { branch: "attack", files });
  await actions.idle();
  expect(resultsOf(actions)).toEqual(["review/review: success"]);
  expect(logOf(actions, "review")).toContain("theirs secret [] new");
  expect(logOf(actions, "review")).toContain("403\n");
  expect(logOf(actions, "review")).toContain("Resource not accessible by integration");
});

test("the first pull request of somebody waits for a maintainer", async () => {
  const review = pullWorkflow("      - run: echo ran").replace("    environment: merge\n", "");
  const { world, actions } = await aRepository({ review }, { approvesFirstTimers: true });
  await propose(world.as(DEV), { branch: "first", files: { "new.txt": "new\n" } });
  await actions.idle();
  const { rest } = world.as(KEEPER);
  const { data } = await rest.actions.listWorkflowRunsForRepo({ ...BASE, status: "action_required" });
  expect([data.total_count, actions.jobs]).toEqual([1, []]);
  await rest.actions.approveWorkflowRun({ ...BASE, run_id: data.workflow_runs[0]!.id });
  await actions.idle();
  expect(resultsOf(actions)).toEqual(["review/review: success"]);
});

const deploy = (ref: string) => `
name: deploy
on: [workflow_dispatch, push]
permissions: { contents: write, actions: write }
concurrency: { group: deploy }
jobs:
  go:
    runs-on: ubuntu-24.04
    environment: cdn
    steps:
      - run: echo "key ${ref} \${{ secrets.KEY }} \${{ secrets.KEY == 'hush' }}"
`;

test("secrets of an environment are for its branches, and never in a log", async () => {
  const environments = { cdn: { branches: ["main"], secrets: { KEY: "hush" } } };
  const { world, actions } = await aRepository({ deploy: deploy("x") }, { environments });
  await world.forge.commit({ owner: "mosis", name: "registry", files: { a: "1" }, message: "On main" });
  await actions.idle();
  expect(logOf(actions, "go")).toContain("key x *** true");
  const keeper = world.as(KEEPER).rest;
  const { data } = await keeper.git.getRef({ ...BASE, ref: "heads/main" });
  await keeper.git.createRef({ ...BASE, ref: "refs/heads/evil", sha: data.object.sha });
  await actions.idle();
  expect(resultsOf(actions)).toEqual(["deploy/go: success", "deploy/go: failure"]);
  expect(logOf(actions, "go")).toContain("may not deploy to cdn");
});

test("of a concurrency group one runs, one waits, and the others are cancelled", async () => {
  const { world, actions } = await aRepository({ slow: deploy("x").replace('echo "key', 'sleep 0.5; echo "key') });
  for (let times = 0; times < 4; times += 1) await dispatch(world, "slow.yml");
  await actions.idle();
  const { data } = await world.as(KEEPER).rest.actions.listWorkflowRunsForRepo({ ...BASE });
  expect(data.workflow_runs.map(({ conclusion }) => String(conclusion)).sort()).toEqual([
    "cancelled",
    "cancelled",
    "success",
    "success",
  ]);
});

test("what a run does with its token starts nothing, but for a dispatch", async () => {
  const { world, actions } = await aRepository({
    deploy: deploy("x"),
    writes: `
name: writes
on: { repository_dispatch: { types: [go] } }
permissions: { contents: write, actions: write }
jobs:
  write:
    runs-on: ubuntu-24.04
    steps:
      - uses: ${checkout}
      - env: { TOKEN: "\${{ github.token }}" }
        run: |
          git -c user.name=x -c user.email=x commit -q --allow-empty -m Empty && git push -q origin HEAD:refs/heads/main
          test "\${{ github.event.client_payload.next }}" != dispatch || curl -fsS -X POST -d '{"ref":"main"}' \\
            -H "authorization: Bearer $TOKEN" "$GITHUB_API_URL/repos/mosis/registry/actions/workflows/deploy.yml/dispatches"
`,
  });
  const { rest } = world.as(KEEPER);
  await rest.repos.createDispatchEvent({ ...BASE, event_type: "go", client_payload: { next: "nothing" } });
  await actions.idle();
  expect(resultsOf(actions)).toEqual(["writes/write: success"]);
  await rest.repos.createDispatchEvent({ ...BASE, event_type: "go", client_payload: { next: "dispatch" } });
  await actions.idle();
  // The dispatched run may end before the one that dispatched it.
  expect(resultsOf(actions).slice(1).sort()).toEqual(["deploy/go: success", "writes/write: success"]);
});

const other = (change: (text: string) => string) => change(deploy("x"));
test.each([
  ["a key", other((text) => text.replace("    environment: cdn", "    container: debian:13")), /`container`/],
  ["an action", other((text) => text.replace(/- run: .*/, "- uses: docker/login-action@v3")), /docker\/login-action/],
  ["an event", other((text) => text.replace("push", "release")), /the event release/],
  ["another shell", other((text) => text.replace(/- run: .*/, "- { run: ls, shell: python }")), /no shell but bash/],
  [
    "a filter",
    other((text) => text.replace("[workflow_dispatch, push]", "{ workflow_dispatch: , push: { paths: [a] } }")),
    /`paths`/,
  ],
  ["what GitHub refuses", other((text) => text.replace("runs-on", "runs-off")), /runs-off/],
])("%s that it does not know is refused aloud", async (_, text, reason) => {
  const { world, actions } = await aRepository({ deploy: text });
  await dispatch(world, "deploy.yml");
  const told = await actions.idle().then(
    () => logOf(actions, "go"),
    (error: AggregateError) => error.errors.map(String).join("\n"),
  );
  expect(told).toMatch(reason);
  expect(resultsOf(actions)).not.toContain("deploy/go: success");
});

test("a schedule runs when it is due, once, until nothing happened for sixty days", async () => {
  const { actions, world } = await aRepository({
    tick: deploy("x").replace("[workflow_dispatch, push]", "{ schedule: [{ cron: '17 */6 * * *' }] }"),
  });
  const start = new Date();
  const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
  await actions.passTime(start, later(24));
  expect(resultsOf(actions)).toEqual(["deploy/go: success"]);
  await actions.passTime(later(61 * 24), later(62 * 24));
  expect(actions.jobs).toHaveLength(1);
  expect(world.forge.requests.filter(({ status }) => status >= 500)).toEqual([]);
});

test("what was due while nobody looked runs once when somebody does", async () => {
  let shiftMs = 0;
  const clock = () => new Date(Date.parse("2026-01-02T12:00:00Z") + shiftMs);
  const ticks = deploy("x").replace("[workflow_dispatch, push]", "{ schedule: [{ cron: '17 */6 * * *' }] }");
  const { actions } = await aRepository({ tick: ticks }, {}, { clock });
  for (const [hours, runs] of [
    [0, 1],
    [0, 1],
    [40, 2],
    [42, 2],
    [43, 3],
  ] as const) {
    shiftMs = hours * 3_600_000;
    await actions.catchUp();
    expect([hours, actions.jobs.length]).toEqual([hours, runs]);
  }
});

test("a runner that is stopped kills what runs, and the next one on the same forge knows of it", async () => {
  let tellBegun = (): void => {};
  const begun = new Promise<void>((resolve) => (tellBegun = resolve));
  const slow = deploy("x").replace('echo "key', 'sleep 60; echo "key');
  const { world, actions, again } = await aRepository({ slow }, { interrupt: () => tellBegun() });
  await dispatch(world, "slow.yml");
  await begun;
  await actions.stop();
  await dispatch(world, "slow.yml");
  expect(logOf(actions, "go")).not.toContain("key");
  await world.restart();
  const next = again();
  expect(next.cutOff).toBe(1);
  const { data } = await world.as(KEEPER).rest.actions.listWorkflowRunsForRepo({ ...BASE });
  expect(data.workflow_runs).toMatchObject([{ status: "completed", conclusion: "cancelled" }]);
  await next.stop();
});
