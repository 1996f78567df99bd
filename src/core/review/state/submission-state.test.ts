import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { SubmissionStatus } from "./submission-state.ts";
import { submissionStates } from "../../registry/submission-states.ts";
import { aPull, type PullKit } from "../../../testing/pull-kit.ts";

/** A pull request in each state; in `rejected` both ways. */
const begin: Readonly<Record<string, () => PullKit>> = {
  draft: () => aPull().judged("merge").with({ draft: true }),
  submitted: () => aPull(),
  in_review: () => aPull().judged("review"),
  changes_requested: () => aPull().judged("fail"),
  approved: () => aPull().judged("merge"),
  held: () => aPull().judged("merge").says("reviewer", "/hold Wait."),
  rejected: () => aPull().judged("review").says("reviewer", "/reject No."),
  "rejected, appealed": () => begin["rejected"]!().says("author", "/appeal Yes."),
  published: () => aPull().judged("merge").with({ open: false, merged: true }),
  withdrawn: () => aPull().judged("merge").with({ open: false }),
};

const events: Readonly<Record<string, (pull: PullKit) => PullKit>> = {
  push: (pull) => pull.pushed(),
  "verdict merge": (pull) => pull.judged("merge"),
  "verdict review": (pull) => pull.judged("review"),
  "verdict fail": (pull) => pull.judged("fail"),
  "/approve": (pull) => pull.approves("second"),
  "/request-changes": (pull) => pull.says("second", "/request-changes Do."),
  "/reject": (pull) => pull.says("second", "/reject No."),
  "/hold": (pull) => pull.says("second", "/hold Wait."),
  "/unhold": (pull) => pull.says("second", "/unhold"),
  "/appeal": (pull) => pull.says("author", "/appeal Yes."),
  "/withdraw": (pull) => pull.says("author", "/withdraw"),
  overtaken: (pull) => pull.overtaken("Version code 3"),
  "made a draft": (pull) => pull.with({ draft: true }),
  "made ready": (pull) => pull.with({ draft: false }),
  closed: (pull) => pull.with({ open: false }),
  landed: (pull) => pull.with({ open: false, merged: true }),
  "deadline goes by": (pull) => pull.waits(30),
};

const table = readTable(new URL("../../../../docs/spec/review-states.md", import.meta.url));

test("the table of docs/spec/review-states.md has every state and every event", () => {
  expect([...table.keys()]).toEqual(Object.keys(begin));
  for (const cells of table.values()) expect(Object.keys(cells)).toEqual(Object.keys(events));
  const named = new Set(Object.keys(begin).map((name) => name.split(",")[0]));
  expect(named).toEqual(new Set(submissionStates));
});

describe.each(Object.keys(begin))("from %s", (name) => {
  test("it begins there", () => {
    expect(nameOf(begin[name]!().status())).toBe(name);
  });

  test.each(Object.keys(events))("%s leads where the table says", (event) => {
    const after = nameOf(events[event]!(begin[name]!()).status());
    expect(after).toBe(table.get(name)?.[event]?.replace("=", name));
  });

  test.each(Object.keys(events))("there is one next actor, a sentence, and a deadline for people after %s", (event) => {
    const pull = events[event]!(begin[name]!());
    const { state, next, sentence, deadline } = pull.status();
    expect(sentence).toMatch(/^[A-Z#].*\.$/);
    // Nobody waits for a draft, and the machine needs no time.
    const waits = (next === "reviewer" || next === "developer") && state !== "draft";
    expect(deadline !== null).toBe(waits);
    expect(next === "nobody").toBe(!pull.facts().open);
  });
});

function nameOf({ state, appealed }: SubmissionStatus): string {
  return appealed ? `${state}, appealed` : state;
}

/** The table whose columns are states: by state, then by event. */
function readTable(url: URL): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const rows = readFileSync(url, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(2, -2)
        .split(" | ")
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  const start = rows.findIndex(([first]) => first === "event");
  const [[, ...states] = [], , ...body] = rows.slice(start);
  return new Map(
    states.map((state, at) => [state, Object.fromEntries(body.map(([event, ...cells]) => [event, cells[at] ?? ""]))]),
  );
}
