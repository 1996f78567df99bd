import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Forge, githubForge } from "../../forge.ts";
import { utf8 } from "../../../testing/builders.ts";
import { anApp, type AppKit } from "../../../testing/app-kit.ts";
import { BASE } from "../../../testing/forge/fixture.ts";
import { cast, LandKit, type MergeChoice } from "../../../testing/land-kit.ts";

const { ada, bot, rosa, sam } = cast;
let kit: LandKit;
const apps = Array.from({ length: 5 }, (_, index) => anApp({ id: `com.example.app${index}`, name: `App ${index}` }));
const [updated, overtaken, remembered, spared, interrupted] = apps as [AppKit, AppKit, AppKit, AppKit, AppKit];

beforeAll(async () => {
  kit = await LandKit.of(...apps);
});
afterAll(() => kit.end());

/** The clock of the forge is in October. */
const october = (day: number) => new Date(Date.UTC(2026, 9, day));

/** What became of a pull request when the merge job looked at everything. */
const sweep = async (number: number, change: MergeChoice = {}): Promise<string | undefined> =>
  (await kit.merge({ everything: true, ...change })).get(number);

async function said(number: number): Promise<readonly string[]> {
  const comments = await kit.jobs.comments(number);
  return comments.filter(({ author }) => author === bot.id).map(({ body }) => body);
}

const labels = async (number: number) => (await kit.jobs.pull(number)).labels;
const firstLine = (text: string | undefined) => text?.split("\n")[0];

test("a new app waits in one named state, which one comment and labels tell, however often the machine looks", async () => {
  kit.now = october(2);
  const number = await kit.openNew(anApp({ id: "com.example.waits", name: "Waiting" }));
  for (let run = 0; run < 5; run += 1) await sweep(number);
  const [comment, ...more] = await said(number);
  expect(more).toEqual([]);
  expect(firstLine(comment)).toMatch(
    /^\*\*A person has to look; in review\.\*\* Next: \*\*a reviewer, by 2026-10-08\*\*\.$/,
  );
  expect(comment).toContain(`/approve ${await kit.headOf(number)}`);
  expect(await labels(number)).toEqual(["state: in review"]);
  await kit.comment(number, "/approve", rosa);
  for (let run = 0; run < 2; run += 1) await sweep(number);
  const [, answer, ...others] = await said(number);
  expect(answer).toMatch(/^That does not count\. \\\/approve names no commit/);
  expect(others).toEqual([]);
  kit.now = october(9);
  for (let run = 0; run < 2; run += 1) await sweep(number);
  expect((await said(number)).slice(2)).toEqual([expect.stringMatching(/^@rosa @ada @sam This has waited/)]);
  await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
  expect(await sweep(number)).toBe("landed");
  expect(firstLine((await said(number))[0])).toMatch(/; published\.\*\* Next: \*\*nobody\*\*\.$/);
  expect(await labels(number)).toEqual(["state: published"]);
  const decision = JSON.parse((await kit.main())["registry/decisions/com.example.waits/1-1.json"] ?? "");
  const { timeline } = decision as { readonly timeline: readonly { readonly state: string }[] };
  expect(timeline.map(({ state }) => state)).toEqual(["submitted", "in_review", "approved", "published"]);
});

test("an update that needs nobody lands, and its comment compares it with the version before", async () => {
  const number = await kit.openUpdate(updated);
  expect(await sweep(number)).toBe("landed");
  const [comment] = await said(number);
  expect(comment).toMatch(/### com\\\.example\\\.app0 1\\\.1\\\.0 \(2\), stable, after 1\\\.0\\\.0 \(1\)/);
  expect(comment).toMatch(/<summary>\d+ files added, \d+ removed, \d+ changed<\/summary>/);
});

test("a submission is withdrawn when a newer one of its app and track comes, and by its author", async () => {
  kit.now = october(2);
  const older = await kit.openNew(anApp({ id: "com.example.left", name: "Left" }));
  await kit.comment(older, "/withdraw I will come back.", ada);
  const first = await kit.openUpdate(overtaken);
  const second = await kit.openUpdate(overtaken);
  expect(await sweep(first)).toBe("stopped");
  expect(await kit.jobs.pull(first)).toMatchObject({ open: false, merged: false, labels: ["state: withdrawn"] });
  expect((await said(first)).at(-1)).toMatch(/^Version code 3 in #\d+ takes its place\./);
  expect(await kit.jobs.pull(second)).toMatchObject({ merged: true });
  expect((await said(first)).filter((text) => text.includes("takes its place"))).toHaveLength(1);
  const kept = await kit.openUpdate(spared);
  await kit.comment(await kit.openUpdate(spared), "/withdraw The older one is right.", ada);
  expect(await sweep(kept)).toBe("landed");
  expect(await kit.jobs.pull(older)).toMatchObject({ open: false, merged: false });
});

test("what was overtaken is told so once, although the job was killed and the newer version landed meanwhile", async () => {
  kit.now = october(2);
  const first = await kit.openUpdate(interrupted);
  const second = await kit.openUpdate(interrupted);
  const dies: Forge = { ...kit.jobs, close: () => Promise.reject(new Error("killed")) };
  await expect(sweep(first, { forge: dies })).rejects.toThrow("killed");
  expect(await kit.land(second)).toMatchObject({ outcome: "landed" });
  expect(await sweep(first)).toBe("stopped");
  expect(await kit.jobs.pull(first)).toMatchObject({ open: false, merged: false, labels: ["state: withdrawn"] });
  expect((await said(first)).filter((text) => / takes its place\. /.test(text))).toHaveLength(1);
});

describe("what is rejected and not appealed", () => {
  test("is closed with a decision, which a job that is killed on the way writes once", async () => {
    kit.now = october(2);
    const app = anApp({ id: "com.example.copy", name: "Copy" });
    const number = await kit.openNew(app);
    await kit.comment(number, "/reject It is a copy of Notes.", rosa);
    expect(await sweep(number)).toBe("stopped");
    expect(await kit.jobs.pull(number)).toMatchObject({ open: true, labels: ["state: rejected"] });
    kit.now = new Date(Date.UTC(2026, 10, 20));
    for (const step of ["writeComment", "close"] as const) {
      const broken: Forge = { ...kit.jobs, [step]: () => Promise.reject(new Error("killed")) };
      await expect(sweep(number, { forge: broken })).rejects.toThrow("killed");
    }
    await sweep(number);
    expect(await kit.jobs.pull(number)).toMatchObject({ open: false, merged: false, labels: ["state: rejected"] });
    const decisions = Object.entries(await kit.main()).filter(([path]) =>
      path.startsWith(`registry/decisions/${app.id}/`),
    );
    expect(decisions).toHaveLength(1);
    expect(JSON.parse(decisions[0]![1])).toMatchObject({
      verdict: "rejected",
      reviewers: [rosa.id],
      statements: ["It is a copy of Notes."],
      submission: number,
      timeline: [{ state: "submitted" }, { state: "rejected" }],
    });
    expect((await said(number)).filter((text) => text.startsWith("Nobody appealed in time."))).toHaveLength(1);
  });
});

test("what a reviewer approved of an app is not asked again", async () => {
  kit.now = october(2);
  const next = async (...permissions: readonly string[]): Promise<number> => {
    remembered.withVersion({ permissions });
    const files = remembered.files();
    return kit.open(files.filter(({ path }) => path.endsWith(`/versions/${remembered.packages.length}.json`)));
  };
  const asked = await next("storage", "camera");
  expect(await kit.land(asked)).toMatchObject({ outcome: "waiting" });
  await kit.comment(asked, `/approve ${await kit.headOf(asked)} It scans notes.`, rosa);
  expect(await kit.land(asked)).toMatchObject({ outcome: "landed" });
  expect(await kit.land(await next("storage"))).toMatchObject({ outcome: "landed", approvedBy: [] });
  expect(await kit.land(await next("storage", "camera"))).toMatchObject({
    outcome: "landed",
    approvedBy: [],
    report: {
      findings: [
        {
          rule: "risk/permission-added",
          severity: "info",
          message: expect.stringContaining("approved in decisions/com.example.app2/2-1.json"),
        },
      ],
    },
  });
  expect(await kit.land(await next("storage", "camera", "contacts"))).toMatchObject({ outcome: "waiting" });
});

test("a job whose account the registry does not name says so, instead of commenting again and again", async () => {
  const number = await kit.openNew(anApp({ id: "com.example.unnamed", name: "Unnamed" }));
  const jobs = githubForge(kit.as(sam), BASE);
  await expect(sweep(number, { forge: jobs })).rejects.toMatchObject({ name: "JobError", code: "bot-unnamed" });
  await kit.comment(number, "/withdraw", ada);
  await sweep(number);
});

test("code is for people: no comment, no label, no end", async () => {
  const number = await kit.open([{ path: "src/new-code.ts", bytes: utf8("more\n") }], sam);
  expect(await sweep(number)).toBeUndefined();
  expect(await said(number)).toEqual([]);
  expect(await kit.land(number)).toEqual({ outcome: "code" });
  expect((await kit.as(ada).rest.pulls.get({ ...BASE, pull_number: number })).data.state).toBe("open");
});
