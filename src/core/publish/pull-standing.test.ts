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
  ["closed", ["state: rejected"], "rejected", "nobody"],
  ["closed", [], "withdrawn", "nobody"],
] as const)("%s with %j is %s, and %s is next", (state, labels, name, next) => {
  expect(pullStanding({ state, labels })).toMatchObject({ state: name, next });
});
