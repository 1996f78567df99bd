import { afterAll, beforeAll, expect, test } from "vitest";

import { planLandings } from "./land-plan.ts";
import type { PublishRecord } from "../publish/publish-record.ts";
import { BASE, propose } from "../../../testing/forge/fixture.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";

const { ada, rosa } = cast;
let kit: LandKit;
const known = anApp({ id: "com.example.known", name: "Known" });

beforeAll(async () => {
  kit = await LandKit.of(known);
  kit.now = new Date("2026-10-02T00:00:00Z");
});
afterAll(() => kit.end());

const queued = async () => (await kit.queue.read())?.submissions ?? [];
const outdated = async (published: PublishRecord | null = null, everything = false) => {
  const record = { read: () => Promise.resolve(published) };
  return planLandings({ everything, after: 0 }, { ...kit.ports, record, queue: kit.queue });
};

test("what waits is in a queue in Git, until it lands or is closed, with its state since when", async () => {
  const number = await kit.openNew(anApp({ id: "com.example.waits", name: "Waiting" }));
  const code = await propose(kit.as(ada), { branch: "code", files: { "src/code.ts": "better\n" } });
  await kit.merge();
  const [waiting, ...others] = await queued();
  expect(others).toEqual([]);
  expect(code.number).not.toBe(number);
  expect(waiting).toEqual({
    number,
    url: expect.stringMatching(new RegExp(`/${BASE.owner}/${BASE.repo}/pull/${number}$`)),
    kind: "new-app",
    app_id: "com.example.waits",
    version: "1.0.0",
    version_code: 1,
    state: "in_review",
    appealed: false,
    next: "reviewer",
    since: expect.stringMatching(/^2026-10-01T/),
    deadline: expect.stringMatching(/^2026-10-08T/),
  });
  const before = await kit.queue.read();
  await kit.merge({ everything: true });
  expect(await kit.queue.read()).toEqual(before);

  await kit.comment(number, "/request-changes The icon is not yours.", rosa);
  await kit.merge({ everything: true });
  const [sentBack] = await queued();
  expect(sentBack).toMatchObject({ number, state: "changes_requested", next: "developer" });
  expect(Date.parse(sentBack?.since ?? "")).toBeGreaterThan(Date.parse(waiting?.since ?? ""));

  await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
  await kit.merge({ everything: true });
  expect(await queued()).toEqual([]);
});

test("a queue that names what somebody closed is a reason to work, also when nothing is open", async () => {
  const number = await kit.openNew(anApp({ id: "com.example.left", name: "Left" }));
  await kit.merge();
  expect((await queued()).map((each) => each.number)).toEqual([number]);
  expect(await outdated()).toMatchObject({ outdated: false });
  await kit.jobs.close(number);
  expect(await outdated()).toMatchObject({ outdated: true, entries: [] });
  await kit.merge();
  expect(await queued()).toEqual([]);
  expect(await outdated()).toMatchObject({ outdated: false });
});

test("the sweep publishes a queue that is not published yet", async () => {
  await kit.openNew(anApp({ id: "com.example.fresh", name: "Fresh" }));
  await kit.merge();
  const queue = await kit.queue.read();
  const commit = await kit.mainCommit();
  const published = { commit, head: {} as PublishRecord["head"] };
  expect(await outdated(published)).toMatchObject({ unpublished: false });
  expect(await outdated(published, true)).toMatchObject({ unpublished: true });
  expect(await outdated({ ...published, queue: queue! }, true)).toMatchObject({ unpublished: false });
});
