import { describe, expect, test } from "vitest";

import { combinedState } from "./combined-state.ts";
import { type SweepAction, sweepActions } from "./sweep.ts";
import { aPull, type PullKit, reviewPolicy } from "../../../testing/pull-kit.ts";

const due = (pull: PullKit): readonly SweepAction[] =>
  sweepActions(pull.status(), pull.facts(), reviewPolicy, pull.now);

/** The machine does what it may say, and forgets everything but the forge. */
function said(pull: PullKit): PullKit {
  for (const each of due(pull)) if ("marker" in each) pull.says("machine", `${each.marker}\n\nText`);
  return pull;
}

describe("the machine", () => {
  test.for<[string, PullKit, object]>([
    ["judges what has no report", aPull(), { action: "judge" }],
    ["lands what is approved", aPull().judged("merge"), { action: "land" }],
    [
      "closes what was withdrawn",
      aPull().judged("merge").says("author", "/withdraw"),
      { action: "close", as: "withdrawn" },
    ],
    ["closes what was overtaken", aPull().overtaken("Version code 3"), { action: "close", as: "withdrawn" }],
    ["closes what waits too long for changes", aPull().judged("fail").waits(20), { action: "close", as: "withdrawn" }],
    [
      "closes what nobody appealed",
      aPull().says("reviewer", "/reject No.").waits(14),
      { action: "close", as: "rejected" },
    ],
  ])("%s", ([, pull, action]) => {
    expect(due(pull)).toEqual([expect.objectContaining(action)]);
  });

  test.for<[string, PullKit]>([
    ["is in review", aPull().judged("review").waits(6)],
    ["waits for changes", aPull().judged("fail").waits(14)],
    ["may be appealed", aPull().says("reviewer", "/reject No.").waits(13)],
    ["is a draft", aPull().with({ draft: true }).waits(400)],
    ["is closed", aPull().with({ open: false }).says("stranger", "/approve")],
    ["has landed", aPull().with({ open: false, merged: true })],
  ])("does nothing about what %s", ([, pull]) => {
    expect(due(pull)).toEqual([]);
  });
});

test("reviewers are reminded once for each time that goes by, after the deadline", () => {
  const pull = aPull().judged("review").waits(7);
  expect(due(pull)).toEqual([
    {
      action: "remind",
      whom: "reviewer",
      message: "This has waited for a reviewer since its deadline, 2026-11-08.",
      marker: "<!-- mosis:reminder in_review 2026-11-08 0 -->",
    },
  ]);
  expect(due(said(pull))).toEqual([]);
  expect(due(pull.waits(6))).toEqual([]);
  expect(due(pull.waits(1))).toEqual([expect.objectContaining({ action: "remind" })]);
  expect(due(said(pull))).toEqual([]);
});

test("an appeal that nobody decides is said to reviewers", () => {
  const pull = aPull().says("reviewer", "/reject No.").says("author", "/appeal Yes.").waits(7);
  expect(due(pull)).toEqual([expect.objectContaining({ action: "remind", whom: "reviewer" })]);
});

test("an author is reminded once before the time for changes is over", () => {
  const pull = aPull().judged("fail").waits(15);
  expect(due(pull)).toEqual([expect.objectContaining({ action: "remind", whom: "developer" })]);
  expect(due(said(pull)).length).toBe(0);
});

test("what does not count is answered once, and nobody can make the machine talk for ever", () => {
  const pull = aPull().judged("review").says("stranger", "/lgtm\n/approve").says("author", "/approve");
  expect(due(pull).map((each) => "marker" in each && each.marker)).toEqual([
    "<!-- mosis:answer comment 100 -->",
    "<!-- mosis:answer comment 101 -->",
  ]);
  expect(due(said(pull))).toEqual([]);
  for (let each = 0; each < 50; each += 1) pull.says("stranger", "/lgtm");
  expect(due(pull)).toHaveLength(18);
  expect(due(said(pull))).toEqual([]);
});

test("a version that has landed is what became of it", () => {
  const state = { track: "stable", rolloutBp: 10_000, reason: null } as const;
  expect(combinedState({ state: "published" }, { ...state, status: "available" })).toBe("published");
  expect(combinedState({ state: "published" }, { ...state, status: "yanked" })).toBe("yanked");
  expect(combinedState({ state: "published" }, { ...state, status: "held" })).toBe("held");
  expect(combinedState({ state: "in_review" }, null)).toBe("in_review");
});
