import { afterAll, beforeAll, expect, test } from "vitest";

import { askForge } from "./ask-forge.ts";
import { LAND_STATUS } from "./land-status.ts";
import type { AppId } from "../../../core/ids/ids.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { BASE, propose } from "../../../testing/forge/fixture.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";

const { ada, eve, rosa } = cast;
const app = anApp();
const id = app.id;
let kit: LandKit;

beforeAll(async () => {
  kit = await LandKit.of(app);
});
afterAll(() => kit.end());

/** The body that the issue form makes. */
const reportOf = (named: string): string =>
  `### App id\n\n${named}\n\n### Version\n\n_No response_\n\n### App id\n\n${id}\n`;

test("open reports of users about an app are counted by one request of a run", async () => {
  const { rest } = kit.as(rosa);
  const open = async (body: string, labels: readonly string[] = ["report"]): Promise<number> =>
    (await rest.issues.create({ ...BASE, title: "Report", body, labels: [...labels] })).data.number;
  await open(reportOf(id));
  await open(reportOf(id));
  await open(reportOf("com.example.other"));
  await open(`It is ${id} that I mean`);
  await open(reportOf(id), ["question"]);
  const closed = await open(reportOf(id));
  await rest.issues.update({ ...BASE, issue_number: closed, state: "closed" });
  // Whoever may not write gives no label by hand.
  await kit.as(eve).rest.issues.create({ ...BASE, title: "Report", body: reportOf(id), labels: ["report"] });
  const from = kit.forge.requests.length;
  const { openReports } = askForge(kit.jobs, kit.now);
  expect(await openReports(id)).toBe(2);
  expect(await openReports("com.example.other" as AppId)).toBe(1);
  expect(await openReports("com.example.none" as AppId)).toBe(0);
  expect(kit.forge.requests.length - from).toBe(1);
});

test("submissions of an account count that it opened before in a day, landed or not, but no code", async () => {
  const first = await kit.openUpdate(app);
  await kit.merge();
  const code = await propose(kit.as(ada), { branch: "code", files: { "docs/a.md": "a\n" } });
  await kit.jobs.close(code.number);
  const own = await kit.openUpdate(app);
  await kit.openUpdate(app);
  const [{ openedAt: at }, { openedAt: last }] = await Promise.all([kit.jobs.pull(first), kit.jobs.pull(own)]);
  const recent = (author: number, before: number, most: number, now = last) =>
    askForge(kit.jobs, now).recentSubmissions(author, before, most);
  expect(await recent(ada.id, own, 1)).toEqual([at]);
  expect(await recent(ada.id, own, 3)).toHaveLength(2);
  expect(await recent(ada.id, first, 1)).toEqual([]);
  expect(await recent(eve.id, own, 1)).toEqual([]);
  const day = 24 * 60 * 60_000;
  expect(await recent(ada.id, own, 1, new Date(at.getTime() + day))).toEqual([at]);
  expect(await recent(ada.id, own, 1, new Date(at.getTime() + day + 1000))).toEqual([]);
  expect((await kit.jobs.status(code.sha, LAND_STATUS))?.state).toBeUndefined();
});

test("above what the policy lets an account do in a day nothing lands, and it is said when the next one can", async () => {
  const many = Array.from({ length: 2 }, (_, index) =>
    anApp({ id: `org.example.many${index}`, name: `many ${index}` }),
  );
  const crowded = await LandKit.of(...many);
  try {
    await crowded.setPolicy({ submissions_per_day: 1 });
    const numbers: number[] = [];
    for (const each of many) numbers.push(await crowded.openUpdate(each));
    const { openedAt } = await crowded.jobs.pull(numbers[0]!);
    crowded.now = new Date(openedAt.getTime() + 3_600_000);
    const outcomes = await crowded.merge();
    expect(numbers.map((number) => outcomes.get(number))).toEqual(["landed", "refused"]);
    const [comment] = await crowded.jobs.comments(numbers[1]!);
    const said = comment?.body.replaceAll("\\", "");
    expect(said).toMatch(/made another submission .* possible from 2026-10-02T00:0\d:00Z on\./);
    crowded.now = new Date(openedAt.getTime() + 25 * 3_600_000);
    expect((await crowded.merge({ everything: true })).get(numbers[1]!)).toBe("landed");
  } finally {
    await crowded.end();
  }
});
