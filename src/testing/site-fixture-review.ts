import type { AppId, VersionCode } from "../core/ids/ids.ts";
import type { Decision, RegistryConfig } from "../core/registry/documents.ts";
import type { SubmissionState } from "../core/registry/submission-states.ts";
import type { QueuedSubmission, ReviewQueue } from "../core/review/queue.ts";
import { formatTime } from "../core/trust/time.ts";

const HOUR_MS = 60 * 60_000;
/** Hours in review of those that people decided, one after the other. */
const WAITS = [3, 20, 52, 7, 130, 31];
/** Of so many versions people decide on one. */
const PEOPLE_EVERY = 3;

/** Who reviews in the made-up store. */
export const fixtureReviewers: RegistryConfig["policy"]["reviewers"] = [{ github_id: 1001, login: "grace" }];
/** Stands in decisions, and is known to the registry no more. */
const FORMER_REVIEWER = 1002;

/**
 * The decision on a version of the made-up store: every third one needed a person, and one of those was sent back before.
 *
 * @param place which of all versions it is
 * @param published when it came out
 */
export function fixtureDecision(app: string, code: number, place: number, published: Date): Decision {
  const byPeople = place % PEOPLE_EVERY === 0;
  const hours = WAITS[place % WAITS.length] ?? 1;
  const ago = (left: number): string => formatTime(new Date(published.getTime() - left * HOUR_MS));
  const entry = (state: SubmissionState, left: number) => ({ state, since: ago(left) });
  const sentBack = place % 6 === 0 ? [entry("changes_requested", hours), entry("in_review", hours / 2)] : [];
  const waited = [
    entry("submitted", 2 * hours + 0.1),
    entry("in_review", 2 * hours),
    ...sentBack,
    entry("approved", 0.1),
  ];
  const alone = [entry("submitted", 0.1), entry("approved", 0)];
  return {
    app_id: app as AppId,
    version_code: code as VersionCode,
    n: 1,
    verdict: byPeople ? "approved" : "merge",
    reasons: byPeople ? [{ rule: "risk/permission-added", evidence: "The update adds a permission." }] : [],
    reviewers: byPeople ? fixtureReviewers.map(({ github_id: id }) => id) : [],
    statements: byPeople ? ["Does what it says."] : [],
    approved: [],
    sample: byPeople ? null : false,
    risk: { score: 0, parts: [] },
    inputs: { base: "0".repeat(40), head: "1".repeat(40), files: [] },
    validator_version: "0.1.0",
    submission: 100 + place,
    timeline: [...(byPeople ? waited : alone), entry("published", 0)],
  };
}

/**
 * The decision of people on a version, with what they said.
 *
 * @param place which of all versions it is
 * @param published when it came out
 */
export function fixtureApproval(
  app: string,
  code: number,
  place: number,
  published: Date,
  { statements, reasons }: Pick<Decision, "statements" | "reasons">,
): Decision {
  return {
    ...fixtureDecision(app, code, place - (place % PEOPLE_EVERY), published),
    reasons,
    reviewers: statements.map((_, index) => fixtureReviewers[index]?.github_id ?? FORMER_REVIEWER),
    statements,
    approved: reasons.map(({ rule }) => ({ rule, from: null, to: String(code) })),
    risk: { score: 3 * reasons.length, parts: reasons.map(({ rule }) => ({ part: rule, points: 3 })) },
  };
}

/** A new app that nobody asked for twice. */
export const fixtureRejection: Decision = {
  ...fixtureDecision("org.example.copy", 1, 3, new Date("2026-04-02T09:00:00Z")),
  verdict: "rejected",
  reasons: [{ rule: "name/similar", evidence: "It can be taken for Notes." }],
  statements: ["It is a copy of Notes."],
  submission: 90,
  timeline: [
    { state: "submitted", since: "2026-04-02T09:00:00Z" },
    { state: "in_review", since: "2026-04-02T09:05:00Z" },
    { state: "rejected", since: "2026-04-03T16:40:00Z" },
  ],
};

const waiting = (number: number, rest: Omit<QueuedSubmission, "number" | "url" | "appealed">): QueuedSubmission => ({
  number,
  url: `https://example.com/registry/pull/${number}`,
  appealed: false,
  ...rest,
});

/** One of each state that people wait in. */
export const fixtureQueue: ReviewQueue = {
  as_of: "2026-11-01T11:00:00Z",
  submissions: [
    waiting(310, {
      kind: "version",
      app_id: "com.mosis.notes" as AppId,
      version: "3.0.0",
      version_code: 90 as VersionCode,
      state: "in_review",
      next: "reviewer",
      since: "2026-10-30T08:12:00Z",
      deadline: "2026-11-06T08:10:00Z",
    }),
    waiting(312, {
      kind: "new-app",
      app_id: "org.example.chess" as AppId,
      version: "1.0.0",
      version_code: 1 as VersionCode,
      state: "changes_requested",
      next: "developer",
      since: "2026-10-29T17:00:00Z",
      deadline: "2026-11-28T17:00:00Z",
    }),
    waiting(315, {
      kind: "register",
      developer: "north-wind" as NonNullable<QueuedSubmission["developer"]>,
      state: "in_review",
      next: "reviewer",
      since: "2026-11-01T10:50:00Z",
      deadline: "2026-11-08T10:50:00Z",
    }),
    waiting(316, {
      kind: "event",
      app_id: "com.mosis.weather" as AppId,
      state: "held",
      next: "reviewer",
      since: "2026-10-31T12:00:00Z",
      deadline: "2026-11-07T12:00:00Z",
    }),
  ],
};
