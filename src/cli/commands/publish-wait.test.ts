import { afterEach, beforeEach, expect, test } from "vitest";

import { BASE, clientOf } from "../../testing/forge/fixture.ts";
import { people, PublisherKit } from "../../testing/publisher-kit.ts";

let kit: PublisherKit;
beforeEach(async () => {
  kit = await PublisherKit.of({ withStore: true });
  kit.write();
});
afterEach(() => kit.end());

/** Does something as soon as a command says something like this, once each. */
function whenSaid(acts: readonly (readonly [RegExp, () => Promise<unknown>])[]) {
  const done: Promise<unknown>[] = [];
  const left = [...acts];
  const hear = (text: string): void => {
    const at = left.findIndex(([pattern]) => pattern.test(text));
    if (at === -1) return;
    const [[, act]] = left.splice(at, 1) as [(typeof acts)[number]];
    done.push(act());
  };
  return { hear, all: () => Promise.all(done), left };
}

test("one command registers, submits the app, and ends when the store serves it", async () => {
  await kit.json(["keys", "generate", "--no-passphrase"]);
  const acts = whenSaid([
    [/#1: submitted/, () => kit.land(1)],
    [/#2: submitted/, () => kit.land(2)],
    [/Landed; waiting for http/, () => kit.publish()],
  ]);
  const argv = ["publish", "--register", "--developer", "grace", "--wait", "--timeout", "1", "--json"];
  const { exitCode, stdout, stderr } = await kit.runSaying(argv, {}, acts.hear);
  await acts.all();
  expect(acts.left).toEqual([]);
  expect({ exitCode, document: JSON.parse(stdout) as unknown }).toMatchObject({
    exitCode: 0,
    document: { ok: true, registration: { number: 1 }, pull: { number: 2 }, wait: { outcome: "published" } },
  });
  expect(stderr).toContain("#1: landed\n");
  const again = await kit.run(["publish", "--wait"]);
  expect(again).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/in the registry already\nThe store serves it\.\n$/),
  });
});

test("a submission that waits for a person is no failure, unless asked for", async () => {
  await kit.register();
  const stop = new AbortController();
  const acts = whenSaid([
    [/#2: submitted/, () => kit.label(2, "state: in review")],
    [/#2: in review/, () => Promise.resolve(stop.abort())],
  ]);
  const first = await kit.runSaying(["publish", "--wait"], {}, acts.hear, kit.project, stop.signal);
  await acts.all();
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toContain("It is in review: Nothing; a reviewer looks at it.");
  expect(first.stderr).toContain("#2: in review, waits for the reviewer");
  const run = await kit.run(["publish", "--wait", "--timeout", "0.02", "--fail-on-pending", "--json"]);
  expect(run.exitCode).toBe(5);
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: false,
    wait: { outcome: "pending", state: "in_review", next: "reviewer" },
  });
});

test("Ctrl-C ends the wait, not what was submitted", async () => {
  await kit.register();
  const stop = new AbortController();
  const acts = whenSaid([[/#2: submitted/, () => Promise.resolve(stop.abort())]]);
  const argv = ["publish", "--wait", "--timeout", "60", "--json"];
  const run = await kit.runSaying(argv, {}, acts.hear, kit.project, stop.signal);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("`mosis status` says where it stands.");
  expect(JSON.parse(run.stdout)).toMatchObject({
    pull: { number: 2 },
    wait: { outcome: "pending", state: "submitted" },
  });
});

test("a submission that has to be mended ends the wait", async () => {
  await kit.register();
  const acts = whenSaid([[/#2: submitted/, () => kit.label(2, "state: changes requested")]]);
  const run = await kit.runSaying(["publish", "--wait", "--timeout", "1", "--json"], {}, acts.hear);
  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    wait: { outcome: "refused", state: "changes_requested", next: "developer" },
  });
});

test("so does a check that fails", async () => {
  await kit.register();
  const check = async () => {
    const { rest } = clientOf(kit.forge, people.robot);
    const { data } = await rest.pulls.get({ ...BASE, pull_number: 2 });
    const output = { title: "2 errors", summary: "See below." };
    await rest.checks.create({ ...BASE, name: "review", head_sha: data.head.sha, conclusion: "failure", output });
  };
  const acts = whenSaid([[/#2: submitted/, check]]);
  const run = await kit.runSaying(["publish", "--wait", "--timeout", "1", "--json"], {}, acts.hear);
  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({ wait: { outcome: "refused", failed_checks: ["review: 2 errors"] } });
});

test("a version that waits for its release is done when it has landed", async () => {
  await kit.register();
  const acts = whenSaid([[/#2: submitted/, () => kit.land(2)]]);
  const run = await kit.runSaying(["publish", "--wait", "--manual", "--timeout", "1"], {}, acts.hear);
  await acts.all();
  expect(run).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("It has landed, and waits for `mosis release`."),
  });
});

test("a store that does not follow is pending, and why is told", async () => {
  await kit.register();
  const stop = new AbortController();
  const acts = whenSaid([
    [/#2: submitted/, () => kit.land(2)],
    [/Landed; waiting for http/, () => Promise.resolve(stop.abort())],
  ]);
  const run = await kit.runSaying(["publish", "--wait", "--json"], {}, acts.hear, kit.project, stop.signal);
  await acts.all();
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    wait: { outcome: "pending", trouble: expect.stringContaining("timestamp.json") },
  });
  expect(await kit.json(["publish", "--timeout", "soon"])).toMatchObject({ error: { code: "bad-option" } });
});
