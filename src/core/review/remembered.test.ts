import { describe, expect, test } from "vitest";

import { approvedChanges, recallApprovals } from "./remembered.ts";
import { finding } from "../findings/finding.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { Decision } from "../registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const camera = finding("risk/permission-added", { message: "Adds camera.", change: { from: null, to: "camera" } });
const first = finding("risk/first-app", { message: "New." });

function decision(change: Partial<Decision> = {}): Decision {
  return {
    app_id: "com.example.notes" as AppId,
    version_code: 3 as VersionCode,
    n: 1,
    verdict: "approved",
    reasons: [],
    reviewers: [2],
    statements: [""],
    approved: approvedChanges([camera, first]),
    sample: null,
    risk: { score: 30, parts: [] },
    inputs: { base: "0".repeat(40), head: "1".repeat(40), files: [] },
    validator_version: "0.1.0",
    ...change,
  };
}

const recall = (found: typeof camera, change: Partial<Decision> = {}) =>
  recallApprovals([found], [decision(change)], nodeCrypto.sha256)[0];

test("what was approved becomes a note that says where", () => {
  expect(recall(camera)).toMatchObject({
    rule: "risk/permission-added",
    severity: "info",
    message: "Adds camera. That was approved in decisions/com.example.notes/3-1.json.",
  });
});

describe("a finding is asked again", () => {
  test.each([
    ["of another value", { ...camera, change: { from: null, to: "contacts" } }, {}],
    ["from another value", { ...camera, change: { from: "x", to: "camera" } }, {}],
    ["of another rule", { ...camera, rule: "risk/origin-changed" as const }, {}],
    ["that compares nothing", first, {}],
    [
      "that needs more people than approved",
      { ...camera, rule: "risk/recovery" as const },
      { approved: [{ rule: "risk/recovery", from: null, to: "camera" }] },
    ],
    ["where it was rejected", camera, { verdict: "rejected" as const }],
    ["where the machine let it pass", camera, { verdict: "merge" as const }],
    ["where nobody decided", camera, { reviewers: [] }],
  ])("%s", (_, found, change) => {
    expect(recall(found, change)).toBe(found);
  });
});

test("errors are never forgiven, and long values are not remembered", () => {
  const error = { ...camera, severity: "error" as const };
  expect(recall(error)).toBe(error);
  const long = { ...camera, change: { from: null, to: "x".repeat(257) } };
  expect(approvedChanges([long, first, error, camera, camera])).toEqual([
    { rule: "risk/permission-added", from: null, to: "camera" },
  ]);
});
