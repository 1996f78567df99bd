import { expect, test } from "vitest";

import { type OpenSubmission, planSubmission, type SubmissionDraft } from "./plan-submission.ts";
import { readMarker, submissionDigest, writeMarker } from "./submission-marker.ts";
import type { VersionCode } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const { sha256 } = nodeCrypto;
const file = (path: string, text = path) => ({ path, bytes: new TextEncoder().encode(text) });
const version = (code: number, more: Partial<SubmissionDraft> = {}): SubmissionDraft => ({
  kind: "version",
  subject: "com.example.notes",
  title: "Update Notes",
  summary: ["A summary."],
  files: [file(`registry/versions/${code}.json`)],
  track: "stable",
  versionCode: code as VersionCode,
  ...more,
});

/** The pull request that a draft would have opened. */
function opened(number: number, draft: SubmissionDraft): OpenSubmission {
  const planned = planSubmission(draft, [], sha256);
  if (!planned.ok) throw new TypeError("no plan");
  return { number, marker: readMarker(planned.plan.body)! };
}

const planned = (draft: SubmissionDraft, ...open: OpenSubmission[]) => {
  const result = planSubmission(draft, open, sha256);
  return result.ok ? { pull: result.plan.pull, supersedes: result.plan.supersedes } : result;
};

test("a branch is named after what is on it", () => {
  const branch = (draft: SubmissionDraft) =>
    (planSubmission(draft, [], sha256) as { plan: { branch: string } }).plan.branch;
  expect(branch(version(4))).toMatch(/^mosis\/com\.example\.notes\/version-4-[0-9a-f]{16}$/);
  expect(branch(version(4))).toBe(branch(version(4)));
  expect(branch(version(4, { files: [file("other")] }))).not.toBe(branch(version(4)));
});

test("the same files are the same submission, in any order", () => {
  const [a, b] = [file("a"), file("b")];
  expect(submissionDigest([a, b], sha256)).toBe(submissionDigest([b, a], sha256));
  expect(submissionDigest([a, file("b", "c")], sha256)).not.toBe(submissionDigest([a, b], sha256));
});

test("what is open already is kept, and older ones of the track are replaced", () => {
  const [older, same, beta] = [opened(1, version(3)), opened(2, version(4)), opened(3, version(2, { track: "beta" }))];
  expect(planned(version(4), older, same, beta)).toEqual({ pull: 2, supersedes: [1] });
  expect(planned(version(4, { kind: "new-app" }), older)).toEqual({ pull: null, supersedes: [1] });
  expect(planned(version(4), opened(5, version(3, { subject: "com.example.other" })))).toEqual({
    pull: null,
    supersedes: [],
  });
});

test("a lower version does not take the place of a higher one", () => {
  expect(planned(version(4), opened(1, version(5)))).toEqual({ ok: false, problem: "newer", pull: 1 });
});

test("what follows one upon the other waits for the one before", () => {
  const event = (text: string): SubmissionDraft => ({
    ...version(1),
    kind: "event",
    files: [file("events/1.json", text)],
  });
  expect(planned(event("yank"), opened(7, event("promote")))).toEqual({ ok: false, problem: "pending", pull: 7 });
  expect(planned(event("yank"), opened(7, event("yank")))).toEqual({ pull: 7, supersedes: [] });
  expect(planned(event("yank"), opened(7, version(1)))).toEqual({ pull: null, supersedes: [] });
});

test.each([
  "no marker",
  "<!-- mosis-submission {} -->",
  '<!-- mosis-submission {"kind":"version","subject":"../x","digest":"0123456789abcdef"} -->',
  '<!-- mosis-submission {"kind":"toString","subject":"com.example.a","digest":"0123456789abcdef"} -->',
  '<!-- mosis-submission {"kind":"version","subject":"com.example.a","digest":"short"} -->',
  "<!-- mosis-submission {broken} -->",
])("%s says nothing", (body) => {
  expect(readMarker(body)).toBeNull();
});

test("a marker is read back from a body with anything around it", () => {
  const { marker } = opened(1, version(3));
  expect(readMarker(`Hello\n\n${writeMarker(marker)}\nBye`)).toEqual(marker);
});
