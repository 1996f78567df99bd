import { afterAll, beforeAll, expect, test } from "vitest";

import { BASE, clientOf } from "../../testing/forge/fixture.ts";
import { people, PublisherKit } from "../../testing/publisher-kit.ts";

const APP = "com.example.sample";

let kit: PublisherKit;
// One world for all; tests are in the order of what they leave behind.
beforeAll(async () => {
  kit = await PublisherKit.of();
  kit.write();
});
afterAll(() => kit.end());

const states = async (...argv: readonly string[]) => {
  const { submissions } = (await kit.json(["status", ...argv])) as { submissions: Record<string, unknown>[] };
  return submissions.map(({ number, state, next }) => [number, state, next]);
};

test("nothing is on its way at first", async () => {
  expect((await kit.run(["status"])).stdout).toBe("Nothing of yours is on its way in mosis/registry\n");
  expect(await states(APP)).toEqual([]);
});

test("open submissions are listed with who is next, past ones with their app", async () => {
  await kit.register();
  await kit.json(["publish"]);
  expect(await states()).toEqual([[2, "submitted", "machine"]]);
  await kit.label(2, "state: in review");
  expect(await states()).toEqual([[2, "in_review", "reviewer"]]);
  expect(await kit.json(["status"])).toMatchObject({
    ok: true,
    login: "grace",
    submissions: [{ kind: "new-app", subject: APP, track: "stable", version_code: 3, title: "Add Sample 1.2.0" }],
  });
  const { stdout } = await kit.run(["status"]);
  expect(stdout).toBe(
    `#2  in review  Add Sample 1.2.0\n  Nothing; a reviewer looks at it.\n  ${kit.forge.url}/mosis/registry/pull/2\n`,
  );
});

test("only a rejection is appealed, with a reason, and once", async () => {
  expect(await kit.json(["appeal", APP, "Please"])).toMatchObject({ error: { code: "appeal-impossible" } });
  expect(await kit.json(["appeal", "com.example.other", "Please"])).toMatchObject({
    error: { code: "appeal-impossible" },
  });
  expect(await kit.json(["appeal", APP])).toMatchObject({ error: { code: "bad-argument" } });
  expect(await kit.json(["appeal", APP, "Please", "--pull", "two"])).toMatchObject({ error: { code: "bad-option" } });
  await kit.label(2, "state: rejected");
  expect(await states()).toEqual([[2, "rejected", "developer"]]);
  const comments = async () => {
    const { data } = await clientOf(kit.forge, people.bot).rest.issues.listComments({ ...BASE, issue_number: 2 });
    return data.map(({ body, user }) => [user?.login, body]);
  };
  const planned = await kit.json(["appeal", APP, "We", "own\n/approve", "that name.", "--dry-run"]);
  expect(planned).toMatchObject({ plan: { pull: 2, comment: "/appeal We own /approve that name." } });
  expect(await comments()).toEqual([]);
  expect(await kit.json(["appeal", APP, "We own that name.", "--pull", "#2"])).toMatchObject({ ok: true });
  expect(await comments()).toEqual([["grace", "/appeal We own that name."]]);
  await kit.label(2, "state: rejected", "appealed");
  expect(await states()).toEqual([[2, "rejected", "reviewer"]]);
  expect(await kit.json(["appeal", APP, "Again"])).toMatchObject({ error: { code: "appeal-pending" } });
});

test("a version that has landed and is held is on its way, until its package is there or its time is over", async () => {
  await kit.label(2, "state: in review");
  await kit.mustLand({ number: 2 });
  const hold = { app_id: APP, version_code: 3, reason: "bytes-missing", until: "2026-12-10T12:00:00Z" };
  await kit.remember({ held: [hold] });
  expect(await states()).toEqual([[2, "held", "developer"]]);
  expect(await kit.json(["status", APP])).toMatchObject({
    submissions: [{ state: "held", deadline: hold.until, advice: expect.stringContaining("withdrawn on 2026-12-10") }],
  });
  await kit.remember({ held: [] });
});

test("what has landed is past, and somebody else sees nothing of it", async () => {
  expect(await states()).toEqual([]);
  expect(await states(APP)).toEqual([[2, "landed", "nobody"]]);
  kit.user = people.eve;
  expect(await states(APP)).toEqual([]);
  kit.user = people.grace;
});
