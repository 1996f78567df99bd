import { expect, test } from "vitest";

import { labelChange, stateLabels } from "./labels.ts";
import { submissionStates } from "../../registry/submission-states.ts";

test("the label of the state takes the place of others, and labels of people stay", () => {
  expect(labelChange(["state: submitted", "good first app"], { state: "in_review", appealed: false })).toEqual({
    add: ["state: in review"],
    remove: ["state: submitted"],
  });
  expect(labelChange(["state: rejected"], { state: "rejected", appealed: true })).toEqual({
    add: ["appealed"],
    remove: [],
  });
  expect(labelChange(["state: rejected", "appealed"], { state: "approved", appealed: false })).toEqual({
    add: ["state: approved"],
    remove: ["state: rejected", "appealed"],
  });
});

test("every state has a label of its own", () => {
  expect(new Set(stateLabels).size).toBe(submissionStates.length + 1);
});
