import { afterAll, beforeAll, expect, test } from "vitest";

import { people, PublisherKit } from "../../testing/publisher-kit.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";

const APP = "com.example.sample";

let kit: PublisherKit;
// One world for all, because making it takes a while: tests are in the order of what they leave behind.
beforeAll(async () => {
  kit = await PublisherKit.of();
  kit.write();
  await kit.register();
  await kit.mustLand((await kit.json(["publish", "--manual", "--track", "beta"]))["pull"]);
});
afterAll(() => kit.end());

const eventOf = (document: Record<string, unknown>): unknown => {
  const { files } = document["plan"] as SubmissionPlan;
  return (JSON.parse(files[0]!.text) as { signed: unknown }).signed;
};

test.each([
  [["release", "notes", "3"], 2, "bad-argument"],
  [["release", APP, "three"], 2, "bad-argument"],
  [["release", APP, "4"], 2, "version-unknown"],
  [["release", "com.example.other", "3"], 2, "app-unknown"],
  [["promote", APP, "3", "gold"], 2, "bad-argument"],
  [["rollout", APP, "3"], 2, "bad-argument"],
  [["rollout", APP, "3", "50", "--resume"], 2, "bad-argument"],
  [["rollout", APP, "3", "120"], 2, "bad-option"],
  [["yank", APP, "3"], 2, "bad-option"],
])("%j ends with %i, %s", async (argv, exitCode, code) => {
  const run = await kit.run([...argv, "--json"]);
  expect(run.exitCode).toBe(exitCode);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code } });
});

test("only a member with a key of the owner withdraws a version", async () => {
  const argv = ["yank", APP, "3", "--reason", "Mine now."];
  kit.user = people.eve;
  expect(await kit.json(argv)).toMatchObject({ error: { code: "not-a-member" } });
  kit.user = people.grace;
  const { key } = (await kit.json(["keys", "generate", "--no-passphrase"])) as { key: { keyid: string } };
  expect(await kit.json([...argv, "--key", key.keyid])).toMatchObject({ error: { code: "key-not-registered" } });
});

test("an event is planned without being sent, sent once, and waited for before the next", async () => {
  const planned = await kit.json(["release", APP, "3", "--dry-run"]);
  expect(planned).toMatchObject({
    dry_run: true,
    pull: null,
    plan: { kind: "event", title: "Release com.example.sample 1.2.0 (3)" },
  });
  expect(await kit.openPulls()).toEqual([]);
  const sent = await kit.json(["release", APP, "3"]);
  expect(sent).toMatchObject({ plan: planned["plan"], pull: { is_new: true } });
  expect(await kit.json(["release", APP, "3"])).toMatchObject({ pull: { number: 3, is_new: false } });
  expect(await kit.json(["yank", APP, "3", "--reason", "No."])).toMatchObject({
    error: { code: "submission-pending" },
  });
  expect(await kit.openPulls()).toEqual([3]);
});

test("each act is an event that follows upon the last one and lands with no person", async () => {
  const acts: readonly (readonly [readonly string[], object])[] = [
    [["release", APP, "3"], { n: 1, previous: null, action: "release" }],
    [["promote", APP, "3", "stable"], { n: 2, action: "promote", track: "stable" }],
    [["rollout", APP, "3", "12.5"], { n: 3, action: "rollout", rollout_bp: 1250 }],
    [["rollout", APP, "3", "--halt", "It crashes."], { n: 4, action: "halt", reason: "It crashes." }],
    [["rollout", APP, "3", "--resume"], { n: 5, action: "resume" }],
    [["yank", APP, "3", "--reason", "It crashes."], { n: 6, action: "yank", reason: "It crashes." }],
    [["yank", APP, "3", "--undo"], { n: 7, action: "unyank" }],
  ];
  for (const [argv, event] of acts) {
    const done = await kit.json(argv);
    expect(eventOf(done)).toMatchObject({ app_id: APP, version_code: 3, ...event });
    const { number } = done["pull"] as { number: number };
    expect(await kit.land(number)).toMatchObject({ outcome: "landed", approvedBy: [] });
    expect(await kit.json(argv)).toMatchObject({ ok: true, plan: null, pull: null });
  }
});
