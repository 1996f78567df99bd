import { afterEach, expect, test } from "vitest";

import { ActionsKit } from "../actions-kit.ts";
import { BASE } from "../forge/fixture.ts";
import { cast } from "../land-kit.ts";

const DAY_MS = 86_400_000;
/** Longer than the sixty quiet days after which schedules stop. */
const QUARTER_DAYS = 92;
const STEP_DAYS = 4;
const LONG = { tags: ["deep"], timeout: 900_000 };
const NOTES = "com.example.notes";

let kit: ActionsKit;
afterEach(() => kit.end());

test("a first-time contributor's submission gets its verdict from the sweep, and goes live", async () => {
  kit = await ActionsKit.of({ approvesFirstTimers: true, apps: [{ id: NOTES }] });
  const number = await kit.openUpdate(kit.store.app(NOTES));
  await kit.actions.idle();
  const { rest } = kit.as(cast.rosa);
  const waiting = await rest.actions.listWorkflowRunsForRepo({ ...BASE, status: "action_required" });
  expect(waiting.data.workflow_runs.map(({ name }) => name)).toEqual(["review"]);
  expect(kit.results().filter((result) => result.startsWith("review/"))).toEqual([]);
  await kit.passHours(1);
  const comments = await kit.commentsOf(number);
  expect(comments.map(({ body }) => /Nothing stands against it; published/.test(body ?? ""))).toEqual([true]);
  expect(await kit.pull(number)).toMatchObject({ merged: true, labels: [{ name: "state: published" }] });
  expect(await kit.offered(NOTES)).toEqual([1, 2]);
});

test(
  "what was refused because something else had to land first lands after the next sweep",
  { tags: ["deep"] },
  async () => {
    kit = await ActionsKit.of({ apps: [{ id: NOTES }] });
    const app = kit.store.app(NOTES);
    app.withVersion().withVersion();
    const versions = app.files().filter(({ path }) => path.includes("/versions/"));
    const packages = [...kit.store.apps.values()][0]!.packages;
    const hidden = packages.pop()!;
    const number = await kit.open(versions.filter(({ path }) => path.endsWith("/3.json")));
    await kit.actions.idle();
    expect(await kit.pull(number)).toMatchObject({ merged: false, labels: [{ name: "state: changes requested" }] });
    packages.push(hidden);
    await kit.passHours(1);
    expect(await kit.pull(number)).toMatchObject({ merged: true });
    expect(await kit.offered(NOTES)).toEqual([1, 3]);
  },
);

test("in a quiet quarter the timestamp never expires, and schedules do not stop", LONG, async () => {
  kit = await ActionsKit.of({ apps: [{ id: NOTES }] });
  await kit.passHours(6);
  // GitHub may leave out most times of a schedule; a timestamp holds for fourteen days.
  for (let day = 0; day < QUARTER_DAYS; day += STEP_DAYS) {
    const from = kit.actions.jobs.length;
    const justBeforeTheNext = new Date(kit.now.getTime() + STEP_DAYS * DAY_MS);
    expect(await kit.offered(NOTES, justBeforeTheNext)).toEqual([1]);
    await kit.passHours(24 * STEP_DAYS);
    expect(kit.results(from)).toEqual(expect.arrayContaining(["publish/upload: success", "sweep/report: success"]));
  }
  expect(kit.results().filter((result) => !result.endsWith(": success"))).toEqual(
    kit.results().filter((result) => result.endsWith(": skipped")),
  );
});
