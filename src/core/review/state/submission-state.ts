import { addDays } from "./days.ts";
import type { PullFacts } from "./pull-facts.ts";
import { type ReviewPolicy, type Standing, standingOf } from "./standing.ts";
import type { Report } from "../review.ts";
import type { SubmissionState } from "../../registry/submission-states.ts";

/** Who has to do something next. */
export type Actor = "developer" | "reviewer" | "machine" | "nobody";

/** What is asked of the state, beside the facts of the pull request. */
export interface StateContext {
  readonly policy: ReviewPolicy;
  /** The report on exactly this head; null until there is one. */
  readonly report: Pick<Report, "verdict" | "approvals"> | null;
  /** A newer submission or version of the same app and track; see `overtakenBy`. */
  readonly overtakenBy: string | null;
  readonly now: Date;
}

/** Where a submission stands. A pure function of pull request facts; labels are its cache. */
export interface SubmissionStatus {
  readonly state: SubmissionState;
  /** Only of what is rejected. */
  readonly appealed: boolean;
  readonly next: Actor;
  /** What happens next, as sentences for whoever waits. Holds no text of people. */
  readonly sentence: string;
  /** When the machine acts if the next actor does not; null where nobody is waited for. */
  readonly deadline: Date | null;
  /** Approvals of this head that are needed to land. */
  readonly needed: number;
  readonly standing: Standing;
}

/** The state of a submission: the first of these that holds. */
export function submissionStatus(facts: PullFacts, context: StateContext): SubmissionStatus {
  const standing = standingOf(facts, context.policy, context.now);
  const needed = Math.max(context.report?.approvals ?? 0, standing.needsPerson ? 1 : 0);
  const found =
    finished(facts, standing) ?? stopped(facts, standing, context) ?? running(facts, standing, context, needed);
  return { appealed: false, deadline: null, ...found, needed, standing };
}

type Found = Pick<SubmissionStatus, "state" | "next" | "sentence"> & Partial<SubmissionStatus>;

/** The pull request is closed. */
function finished({ open, merged }: PullFacts, { rejection }: Standing): Found | null {
  if (open) return null;
  if (merged) return { state: "published", next: "nobody", sentence: "It has landed." };
  if (rejection !== null) {
    return {
      state: "rejected",
      next: "nobody",
      sentence: "It was rejected and closed. A new submission is judged anew.",
    };
  }
  return { state: "withdrawn", next: "nobody", sentence: "It was closed. Nothing of it was published." };
}

/** Somebody stopped it, or something newer took its place. */
function stopped(facts: PullFacts, { withdrawal, rejection, hold }: Standing, context: StateContext): Found | null {
  const { policy, overtakenBy, now } = context;
  if (withdrawal !== null) {
    return { state: "withdrawn", next: "machine", sentence: "Its author withdrew it. The machine closes it." };
  }
  if (overtakenBy !== null) {
    const goOn = "To publish what is in it, submit it with a higher version code, or on another track.";
    return {
      state: "withdrawn",
      next: "machine",
      sentence: `${overtakenBy} takes its place. ${goOn} The machine closes it.`,
    };
  }
  if (rejection !== null) {
    const state = "rejected";
    if (rejection.appeal !== null) {
      const deadline = addDays(rejection.appeal.at, policy.deadlines.review_days);
      const sentence = "Its author appealed. Another reviewer than who rejected it decides.";
      return { state, next: "reviewer", appealed: true, deadline, sentence };
    }
    if (rejection.refusedBy !== null) {
      return { state, next: "machine", sentence: "The appeal was refused. The machine closes it." };
    }
    if (rejection.appealUntil <= now) {
      return { state, next: "machine", sentence: "Nobody appealed in time. The machine closes it." };
    }
    const sentence =
      "A reviewer rejected it. Its author may appeal with /appeal and a reason; another reviewer decides.";
    return { state, next: "developer", deadline: rejection.appealUntil, sentence };
  }
  if (hold !== null) {
    const sentence = "A reviewer holds it. It goes on with /unhold, or into review by itself at the deadline.";
    return { state: "held", next: "reviewer", deadline: hold.until, sentence };
  }
  if (facts.draft) {
    return { state: "draft", next: "developer", sentence: "It is a draft. Review begins when it is marked as ready." };
  }
  return null;
}

/** It is on its way. */
function running(facts: PullFacts, standing: Standing, context: StateContext, needed: number): Found {
  const { report, policy } = context;
  const { review_days: reviewDays, changes_days: changesDays } = policy.deadlines;
  if (report === null) {
    return { state: "submitted", next: "machine", sentence: "The machine has not judged this commit yet." };
  }
  const since = facts.headSince > facts.openedAt ? facts.headSince : facts.openedAt;
  const asked = standing.changes.at(-1);
  if (report.verdict === "fail" || asked !== undefined) {
    const from = asked?.at ?? since;
    const sentence =
      report.verdict === "fail"
        ? "Mend what is listed and run mosis publish again, or push to the same branch; it is judged again by itself."
        : "A reviewer asks for changes. Make them and run mosis publish again, or push to the same branch; it is judged again.";
    return { state: "changes_requested", next: "developer", deadline: addDays(from, changesDays), sentence };
  }
  const missing = needed - standing.approvals.length;
  if (missing <= 0) {
    return { state: "approved", next: "machine", sentence: "Nothing stands against it. The machine lands it." };
  }
  const one = standing.approvals.length === 0 ? "A reviewer" : "One more reviewer";
  const who = missing === 1 ? one : `${missing} reviewers`;
  const verb = missing === 1 ? "looks" : "look";
  const sentence = `${who} ${verb} at it; nothing has to be done meanwhile.`;
  return { state: "in_review", next: "reviewer", deadline: addDays(since, reviewDays), sentence };
}
