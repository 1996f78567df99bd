import { afterAll, beforeAll, expect, test } from "vitest";

import { planLandings } from "./land-plan.ts";
import { LAND_STATUS } from "./land-status.ts";
import { landPlanned } from "./land-planned.ts";
import type { PublishRecord } from "../publish/publish-record.ts";
import { machineMarker } from "../../../core/review/state/machine-marker.ts";
import { anApp, type AppKit } from "../../../testing/app-kit.ts";
import { BASE, propose } from "../../../testing/forge/fixture.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";

const { ada, rosa, eve } = cast;

let kit: LandKit;
const apps = Array.from({ length: 9 }, (_, index) => anApp({ id: `com.example.app${index}`, name: `App ${index}` }));
let used = 0;
beforeAll(async () => {
  kit = await LandKit.of(...apps);
});
afterAll(() => kit.end());

function anUpdatedApp(): AppKit {
  used += 1;
  return apps[used - 1]!;
}

let published: PublishRecord | null = null;
const record = { read: () => Promise.resolve(published) };
const ports = () => ({ ...kit.ports, record, queue: kit.queue });
const plan = (everything = false) => planLandings({ everything, after: 0 }, ports());
const entryOf = async (number: number, everything = false) => {
  const made = await plan(everything);
  return { made, entry: made.entries.find((each) => each.number === number) };
};
const say = (commit: string, state: "pending" | "failure") =>
  kit.jobs.setStatus(commit, { context: LAND_STATUS, state, description: "Said." });

test("a plan names what is open and nothing was said of, and landing does it once", async () => {
  const number = await kit.openUpdate(anUpdatedApp());
  const { made, entry } = await entryOf(number);
  expect(entry).toMatchObject({ number, head: await kit.headOf(number), report: { verdict: "merge" } });
  expect(await landPlanned(entry!, made, ports())).toMatchObject({ outcome: "landed" });
  expect(await landPlanned(entry!, made, ports())).toMatchObject({ outcome: "merged" });
  expect((await entryOf(number)).entry).toBeUndefined();
});

test("what was said of stays out until somebody speaks, or everything is judged again", async () => {
  const app = anApp({ id: "com.example.first", name: "Premiere" });
  const number = await kit.openNew(app);
  const head = await kit.headOf(number);
  await say(head, "pending");
  expect((await entryOf(number)).entry).toBeUndefined();
  expect((await entryOf(number, true)).entry).toMatchObject({ report: { verdict: "review" } });
  await kit.comment(number, `/approve ${head}`, eve);
  const { made, entry } = await entryOf(number);
  expect(await landPlanned(entry!, made, ports())).toMatchObject({ outcome: "waiting" });
  await kit.comment(number, `/approve ${head}`, rosa);
  const next = await entryOf(number);
  expect(await landPlanned(next.entry!, next.made, ports())).toMatchObject({ outcome: "landed" });
});

test("what was refused stays out, too", async () => {
  const number = await kit.openUpdate(anUpdatedApp(), eve);
  expect((await entryOf(number)).entry).toMatchObject({ report: { verdict: "fail" } });
  await say(await kit.headOf(number), "failure");
  expect((await entryOf(number)).entry).toBeUndefined();
});

test("of an app one submission lands in a round, and there is another round", async () => {
  const app = anUpdatedApp();
  const numbers = [await kit.openUpdate(app), await kit.openUpdate(app, ada, { track: "beta" })];
  const made = await plan();
  expect(made.entries.filter(({ number }) => numbers.includes(number))).toHaveLength(1);
  expect(made.next).toEqual({ everything: false, after: 0 });
  // Where everything is judged, a round begins behind what had its turn.
  expect((await plan(true)).next).toEqual({ everything: true, after: numbers[1]! - 1 });
  const rest = await planLandings({ everything: true, after: numbers[1]! - 1 }, ports());
  expect(rest).toMatchObject({ entries: [{ number: numbers[1] }], next: null });
  for (const entry of made.entries) await landPlanned(entry, made, ports());
  const next = await plan();
  expect(next.entries.find(({ number }) => number === numbers[1])).toMatchObject({ report: { verdict: "merge" } });
  for (const entry of next.entries) await landPlanned(entry, next, ports());
});

test("a newer version on the track takes the place of one, unless it is gone again", async () => {
  const app = anUpdatedApp();
  const [older, newer] = [await kit.openUpdate(app), await kit.openUpdate(app)];
  const made = await plan();
  expect(made.open).toMatchObject([{ number: newer, versionCode: 3, verdict: "merge" }]);
  const entry = made.entries.find((each) => each.number === older)!;
  expect(await landPlanned(entry, made, ports())).toMatchObject({
    outcome: "stopped",
    told: { standing: { status: { state: "withdrawn", next: "machine" } } },
  });
  await kit.jobs.close(newer);
  expect(await landPlanned(entry, made, ports())).toMatchObject({ outcome: "landed" });
});

test("a plan is not believed that a pull request of code may land, or that a reviewer approved", async () => {
  const made = await plan();
  const report = { kind: "version", verdict: "merge", approvals: 0, findings: [] } as const;
  const { number, sha } = await propose(kit.as(eve), { branch: "code", files: { "src/code.ts": "evil\n" } });
  expect(await landPlanned({ number, head: sha, report }, made, ports())).toMatchObject({
    outcome: "code",
    told: null,
  });
  const app = anApp({ id: "com.example.unseen", name: "Unseen" });
  const unseen = await kit.openNew(app);
  const review = { ...report, verdict: "review", approvals: 1 } as const;
  const entry = { number: unseen, head: await kit.headOf(unseen), report: review };
  expect(await landPlanned(entry, await plan(), ports())).toMatchObject({ outcome: "waiting" });
  expect((await kit.main())["src/code.ts"]).toBe("code\n");
});

test("what moved since the plan was made is judged again: the head, or what it is about", async () => {
  const [app, other] = [anUpdatedApp(), anUpdatedApp()];
  const number = await kit.openUpdate(app);
  const { made, entry } = await entryOf(number);
  await kit.push(number, { "docs/more.md": "more\n" });
  expect(await landPlanned(entry!, made, ports())).toMatchObject({ outcome: "stale" });

  const second = await kit.openUpdate(other);
  const { made: later, entry: planned } = await entryOf(second);
  const path = Object.keys(await kit.main()).find((each) => each.includes(`/${other.id}/listing/`))!;
  const change = { owner: BASE.owner, name: BASE.repo, message: "By hand" };
  await kit.forge.commit({ ...change, files: { "docs/elsewhere.md": "1\n" } });
  await kit.forge.commit({ ...change, files: { [path]: `${(await kit.main())[path]}\n` } });
  expect(await landPlanned(planned!, later, ports())).toMatchObject({ outcome: "stale" });
  const fresh = await entryOf(second);
  await kit.forge.commit({ ...change, files: { "docs/elsewhere.md": "2\n" } });
  expect(await landPlanned(fresh.entry!, fresh.made, ports())).toMatchObject({ outcome: "landed" });
});

test("a plan says whether main has what was not published", async () => {
  expect((await plan()).unpublished).toBe(true);
  published = { commit: await kit.mainCommit() } as PublishRecord;
  expect((await plan()).unpublished).toBe(false);
  const change = { owner: BASE.owner, name: BASE.repo, message: "By hand" };
  await kit.forge.commit({ ...change, files: { "docs/elsewhere.md": "3\n" } });
  expect((await plan()).unpublished).toBe(false);
  await kit.forge.commit({ ...change, files: { "registry/categories.json": '{"categories":[]}\n' } });
  expect((await plan()).unpublished).toBe(true);
});

test("what was merged and not said is in the plan, if it ever was a submission", async () => {
  published = null;
  const number = await kit.openUpdate(anUpdatedApp());
  const { made, entry } = await entryOf(number);
  expect(await landPlanned(entry!, made, ports())).toMatchObject({ outcome: "landed" });
  expect((await entryOf(number)).entry).toBeUndefined();
  await kit.comment(number, machineMarker("review", `${entry!.head} 2026-10-01T00:00:00.000Z`), cast.bot);
  const again = await entryOf(number);
  expect(await landPlanned(again.entry!, again.made, ports())).toMatchObject({ outcome: "merged" });
  await kit.jobs.setStatus(entry!.head, { context: LAND_STATUS, state: "success", description: "Said." });
  expect((await entryOf(number)).entry).toBeUndefined();
});
