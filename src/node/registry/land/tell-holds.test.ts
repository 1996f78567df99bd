import { afterAll, beforeAll, expect, test } from "vitest";

import { tellHolds } from "./tell-holds.ts";
import { dueWithdrawals, landWithdrawals } from "./withdraw.ts";
import type { PublishRecord } from "../publish/publish-record.ts";
import type { Forge } from "../../forge.ts";
import type { VersionCode } from "../../../core/ids/ids.ts";
import type { Hold } from "../../../core/registry/hold.ts";
import { anApp, type AppKit } from "../../../testing/app-kit.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";

let kit: LandKit;
const apps = Array.from({ length: 5 }, (_, index) => anApp({ id: `com.example.app${index}`, name: `App ${index}` }));
const [told, back, lost, yanked, twice] = apps as [AppKit, AppKit, AppKit, AppKit, AppKit];
let held: readonly Hold[] = [];
const record = {
  read: async () => ({ commit: await kit.mainCommit(), held }) as unknown as PublishRecord,
};
beforeAll(async () => {
  kit = await LandKit.of(...apps);
});
afterAll(() => kit.end());

const day = (at: number) => new Date(Date.UTC(2026, 10, at));
const time = (at: number) => day(at).toISOString().replace(".000Z", "Z");

/** Version 2 of an app, missed from the first of the month to a day of it. */
function missed(app: AppKit, last: number): Hold {
  return {
    app_id: app.id,
    version_code: 2 as VersionCode,
    reason: "bytes-missing",
    detail: "the server gives no such file",
    since: time(1),
    last: time(last),
    until: time(15),
  };
}

const tell = (at: number, forge: Forge = kit.jobs) => {
  const { repository, remote } = kit;
  return tellHolds({ forge, repository, remote, record, now: day(at) });
};
const withdraw = () => landWithdrawals({ forge: kit.jobs, repository: kit.repository, remote: kit.remote, record });

async function landed(app: AppKit): Promise<number> {
  const number = await kit.openUpdate(app);
  expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
  return number;
}

/** Labels, and how each comment of the machine begins. */
async function said(number: number): Promise<readonly [readonly string[], readonly string[]]> {
  const comments = await kit.jobs.comments(number);
  const own = comments.filter(({ author }) => author === cast.bot.id);
  return [(await kit.jobs.pull(number)).labels, own.map(({ body }) => body.split(/[.*]+ | on /)[0] ?? "")];
}

/** A forge whose writes all fail but for so many. */
function killedAfter(writes: number): Forge {
  let left = writes;
  const jobs = kit.jobs;
  const kill =
    <Arguments extends readonly unknown[], Result>(write: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments): Promise<Result> => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error("killed")) : write(...given);
    };
  return { ...jobs, writeComment: kill(jobs.writeComment), changeLabels: kill(jobs.changeLabels) };
}

test("what is missing for a moment is told nobody, and what is missed again the developer of it, once", async () => {
  const number = await landed(told);
  held = [{ ...missed(told, 1), last: time(1) }];
  expect(await tell(1)).toEqual([]);
  held = [missed(told, 2)];
  for (const writes of [0, 1]) await expect(tell(2, killedAfter(writes))).rejects.toThrow("killed");
  for (let run = 0; run < 2; run += 1) expect(await tell(2)).toEqual([{ number, state: "held" }]);
  expect(await said(number)).toEqual([["state: held"], ["**Held"]]);
  expect(await tell(12)).toHaveLength(1);
  expect(await said(number)).toEqual([["state: held"], ["**Held", "It is withdrawn"]]);
});

test("a package that is back ends the hold, which is told once, wherever the job is killed", async () => {
  const number = await landed(back);
  held = [missed(back, 2)];
  await tell(2);
  held = [];
  for (const writes of [0, 1]) await expect(tell(3, killedAfter(writes))).rejects.toThrow("killed");
  for (let run = 0; run < 2; run += 1) await tell(3);
  expect(await said(number)).toEqual([["state: published"], ["**Held", "**Published"]]);
});

test("a job that is killed before it has told anything leaves nothing behind when the hold has ended meanwhile", async () => {
  const number = await landed(twice);
  held = [missed(twice, 2)];
  await expect(tell(2, killedAfter(1))).rejects.toThrow("killed");
  expect(await said(number)).toEqual([["state: held"], []]);
  held = [];
  await tell(3);
  expect(await said(number)).toEqual([["state: published"], []]);
});

test("after its deadline a version is withdrawn by one decision, and told so", async () => {
  const number = await landed(lost);
  held = [missed(lost, 14)];
  await tell(14);
  expect(await withdraw()).toEqual([]);
  held = [missed(lost, 15)];
  expect(await withdraw()).toEqual(held);
  const main = await kit.mainCommit();
  expect([await withdraw(), await kit.mainCommit()]).toEqual([[], main]);
  const path = `registry/decisions/${lost.id}/2-2.json`;
  expect(JSON.parse((await kit.main())[path] ?? "{}")).toMatchObject({
    verdict: "withdrawn",
    timeline: [{ state: "withdrawn", since: expect.stringMatching(/T.*Z$/) }],
    version_code: 2,
    reviewers: [],
    reasons: [{ rule: "package/unreachable", evidence: expect.stringContaining("the server gives no such file") }],
  });
  for (let run = 0; run < 2; run += 1) expect(await tell(15)).toContainEqual({ number, state: "withdrawn" });
  expect((await said(number))[0]).toEqual(["state: withdrawn"]);
  expect((await said(number))[1].filter((text) => text === "**Withdrawn")).toHaveLength(1);
  expect(await kit.land(await kit.openUpdate(lost))).toMatchObject({ outcome: "landed" });
});

test("what its developer yanked meanwhile is not withdrawn", async () => {
  await landed(yanked);
  yanked.event("yank", 2, { reason: "Lost." });
  const event = yanked.files().filter(({ path }) => path.includes("/events/"));
  expect(await kit.land(await kit.open(event))).toMatchObject({ outcome: "landed" });
  held = [missed(yanked, 15)];
  expect(await dueWithdrawals(await kit.mainCommit(), { repository: kit.repository, record })).toEqual([]);
});
