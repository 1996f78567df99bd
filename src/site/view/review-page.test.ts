import { expect, test } from "vitest";

import { reviewMonthPage, reviewMonthPaths, reviewPageView } from "./review-page.ts";
import { aReader } from "../../testing/store-data.ts";
import type { LoggedDecision, ReviewDocument } from "../../core/index/api-documents.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { QueuedSubmission } from "../../core/review/queue.ts";

const waiting: QueuedSubmission = {
  number: 12,
  url: "https://forge.example/registry/pull/12",
  kind: "version",
  app_id: "org.example.app" as AppId,
  version: "1.2.0",
  state: "in_review",
  appealed: false,
  next: "reviewer",
  since: "2026-11-20T08:00:00Z",
  deadline: "2026-11-27T08:00:00Z",
};
const decided: LoggedDecision = {
  app_id: "org.example.app" as AppId,
  version_code: 3 as VersionCode,
  version: "1.1.0",
  n: 1,
  verdict: "approved",
  at: "2026-11-03T12:00:00Z",
  rules: ["risk/permission-added"],
  reviewers: [{ github_id: 7, login: "grace", statement: "Fine." }],
  timeline: [],
};
const period = {
  decisions: 3,
  by_machine: 2,
  by_people: 1,
  total: { count: 3, median: 5 * 3600, p90: 49 * 3600 },
  states: { in_review: { count: 1, median: 60, p90: 89 } },
};
const document: ReviewDocument = {
  as_of: "2026-11-26T08:00:00Z",
  queue: [waiting],
  statistics: { all: period, recent: period },
  months: [{ month: "2026-11", path: "v1/review/2026-11.json", decisions: 3, by_machine: 2, by_people: 1 }],
  decisions: [decided],
};
const known = new Set(["org.example.app"]);

test("what waits says whose turn it is, since when and until when", () => {
  const [shown] = reviewPageView(document, known, aReader()).queue;
  expect(shown).toEqual({
    number: "#12",
    href: "https://forge.example/registry/pull/12",
    kind: "New version",
    subject: "org.example.app 1.2.0",
    state: "In review",
    remarks: ["next: reviewer", "since 20 November 2026", "until 27 November 2026"],
  });
  const unclear = { ...waiting, kind: null, appealed: true, url: "http://127.0.0.1/pull/12" };
  const [other] = reviewPageView({ ...document, queue: [unclear] }, known, aReader()).queue;
  expect(other).toMatchObject({ kind: "Not clear yet", href: null });
  expect(other?.remarks.at(-1)).toBe("appealed");
});

test("times are told in the unit that fits, only of states that submissions were in", () => {
  expect(reviewPageView(document, known, aReader()).times).toEqual([
    { state: "In review", median: "1 minute", p90: "1 minute", count: "1" },
    { state: "From opening to decision", median: "5 hours", p90: "2 days", count: "3" },
  ]);
});

test("decisions name who decided, and lead to apps that the store has", () => {
  const views = (change: Partial<LoggedDecision>) =>
    reviewPageView({ ...document, decisions: [{ ...decided, ...change }] }, known, aReader()).decisions[0];
  expect(views({})).toMatchObject({
    href: "/apps/org.example.app/",
    by: "by grace",
    statements: ["Fine."],
    isBad: false,
  });
  expect(views({ reviewers: [], verdict: "merge" })).toMatchObject({ verdict: "Accepted", by: "by the machine" });
  expect(views({ app_id: "org.example.copy" as AppId, verdict: "rejected" })).toMatchObject({
    href: null,
    isBad: true,
  });
});

test("a long queue and a long log end with a way to the rest", () => {
  const queue = Array.from({ length: 100 }, (_, at) => ({ ...waiting, number: at }));
  const decisions = Array.from({ length: 100 }, () => decided);
  const view = reviewPageView({ ...document, queue, decisions }, known, aReader());
  expect([view.queue.length, view.more, view.decisions.length]).toEqual([40, "All 100 as JSON", 20]);
  expect(view.months).toEqual([{ name: "November 2026", href: "/review/2026-11/", count: "3 decisions" }]);
});

test("the pages of a month are cut from its oldest decision, so that a new one leaves those with a number as they are", () => {
  const decisions = Array.from({ length: 90 }, (_, at) => ({ ...decided, version: `1.${89 - at}.0` }));
  const month = { month: "2026-11", decisions };
  const oldest = reviewMonthPage(month, "1", known, aReader());
  expect(oldest.decisions.at(-1)?.subject).toBe("org.example.app 1.0.0");
  const later = { ...month, decisions: [{ ...decided, version: "2.0.0" }, ...decisions] };
  expect(reviewMonthPage(later, "1", known, aReader())).toEqual(oldest);
  expect(() => reviewMonthPage(month, "4", known, aReader())).toThrow(RangeError);
  const info = { name: "", title: "", url: "", languages: ["en", "de"], apps: 0 };
  expect(reviewMonthPaths(month, info).map(({ lang, page }) => `${lang ?? "en"} ${page ?? "newest"}`)).toEqual([
    "en newest",
    "en 3",
    "en 2",
    "en 1",
    "de newest",
    "de 3",
    "de 2",
    "de 1",
  ]);
});
