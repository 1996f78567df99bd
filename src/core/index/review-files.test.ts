import { describe, expect, test } from "vitest";

import { monthFiles, reviewFile } from "./review-files.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { Decision } from "../registry/documents.ts";
import type { Registry } from "../registry/model.ts";
import { formatTime } from "../trust/time.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const base = aStore()
  .withApp(anApp({ versions: [{}, {}] }))
  .registry();

const aDecision = (code: number, day: number | null, change: Partial<Decision> = {}): Decision => ({
  app_id: NOTES,
  version_code: code as VersionCode,
  n: 1,
  verdict: "merge",
  reasons: [],
  reviewers: [],
  statements: [],
  approved: [],
  sample: null,
  risk: { score: 0, parts: [] },
  inputs: { base: "0".repeat(40), head: "1".repeat(40), files: [] },
  validator_version: "0.1.0",
  ...(day !== null && {
    submission: code,
    timeline: [
      { state: "submitted", since: formatTime(new Date(Date.UTC(2026, 0, day))) },
      { state: "published", since: formatTime(new Date(Date.UTC(2026, 0, day, 1))) },
    ],
  }),
  ...change,
});

function registryWith(decisions: readonly Decision[], otherDecisions: readonly Decision[] = []): Registry {
  const record = base.apps.get(NOTES)!;
  return { ...base, apps: new Map([[NOTES, { ...record, decisions }]]), otherDecisions };
}

const parsed = (bytes: Uint8Array | undefined): JsonObject => JSON.parse(new TextDecoder().decode(bytes)) as JsonObject;
const codes = (file: JsonObject): unknown => (file["decisions"] as JsonObject[]).map((each) => each["version_code"]);

describe("what is published of review", () => {
  test("is what waits, what was decided last, and how long it takes", () => {
    const rejected = aDecision(1, 3, {
      app_id: "com.example.copy" as AppId,
      verdict: "rejected",
      reviewers: [7],
      statements: [`It is a copy of Notes.\nSee\u0007 #3. ${"x".repeat(300)}`],
      reasons: [
        { rule: "name/similar", evidence: "Notes" },
        { rule: "name/similar", evidence: "Notes 2" },
      ],
    });
    const queue = { as_of: "2026-01-05T00:00:00Z", submissions: [] };
    const file = parsed(reviewFile(registryWith([aDecision(1, 1), aDecision(2, 2)], [rejected]), queue));
    expect(file).toMatchObject({
      as_of: "2026-01-05T00:00:00Z",
      queue: [],
      statistics: { all: { decisions: 3, by_machine: 2, total: { median: 3600 } } },
      months: [{ month: "2026-01", decisions: 3, path: "v1/review/2026-01.json" }],
      decisions: [
        {
          app_id: "com.example.copy",
          verdict: "rejected",
          rules: ["name/similar"],
          reviewers: [{ github_id: 7, statement: expect.stringMatching(/^It is a copy of Notes\. See #3\. x+…$/) }],
        },
        { app_id: NOTES, version: "1.1.0", version_code: 2, reviewers: [], submission: 2, at: "2026-01-02T01:00:00Z" },
        { version_code: 1 },
      ],
    });
    expect(parsed(reviewFile(registryWith([]), null))).toMatchObject({ as_of: null, queue: [], decisions: [] });
  });

  test("changes two files with a decision, however many there are: the newest, and those of its month", () => {
    const before = Array.from({ length: 300 }, (_, index) => aDecision(index + 1, index + 1));
    const after = [...before, aDecision(301, 301)];
    const [old, fresh] = [before, after].map((all) => monthFiles(registryWith(all)));
    const changed = [...fresh!].filter(([path, bytes]) => {
      return new TextDecoder().decode(bytes) !== new TextDecoder().decode(old!.get(path));
    });
    expect(changed.map(([path]) => path)).toEqual(["v1/review/2026-10.json"]);
    expect(codes(parsed(fresh!.get("v1/review/2026-02.json")))).toEqual(
      Array.from({ length: 28 }, (_, day) => 59 - day),
    );
    const newest = parsed(reviewFile(registryWith(after), null));
    expect(codes(newest)).toEqual(Array.from({ length: 100 }, (_, index) => 301 - index));
  });

  test("has old decisions last, and in no month, because nobody knows when they were", () => {
    const registry = registryWith([aDecision(1, null), aDecision(2, 1)]);
    expect(codes(parsed(reviewFile(registry, null)))).toEqual([2, 1]);
    expect([...monthFiles(registry).values()].map((bytes) => codes(parsed(bytes)))).toEqual([[2]]);
  });
});
