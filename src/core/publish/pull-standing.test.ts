import { expect, test } from "vitest";

import { pullStanding } from "./pull-standing.ts";

test.each([
  ["open", [], "submitted", "machine"],
  ["open", ["bug", "state: in review"], "in_review", "reviewer"],
  ["open", ["state: changes requested"], "changes_requested", "developer"],
  ["open", ["state: rejected"], "rejected", "developer"],
  ["open", ["state: rejected", "appealed"], "rejected", "reviewer"],
  ["open", ["state: constructor"], "submitted", "machine"],
  ["merged", ["state: in review"], "landed", "nobody"],
  ["merged", ["state: held"], "landed", "nobody"],
  ["merged", ["state: withdrawn"], "withdrawn", "nobody"],
  ["closed", ["state: rejected"], "rejected", "nobody"],
  ["closed", [], "withdrawn", "nobody"],
] as const)("%s with %j is %s, and %s is next", (state, labels, name, next) => {
  expect(pullStanding({ state, labels })).toMatchObject({ state: name, next });
});

test("what has landed and is held names its deadline and what its developer may do", () => {
  const hold = { reason: "bytes-missing", until: "2026-11-15T00:00:00Z" } as const;
  const standing = pullStanding({ state: "merged", labels: ["state: published"], hold });
  expect(standing).toMatchObject({ state: "held", next: "developer", deadline: hold.until });
  expect(standing.advice).toMatch(/Put the same file back.*withdrawn on 2026-11-15\.$/);
});
