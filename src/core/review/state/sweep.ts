import type { Answer } from "./acts.ts";
import { addDays } from "./days.ts";
import { type MarkerKind, machineMarker, markedComments } from "./machine-marker.ts";
import type { PullFacts } from "./pull-facts.ts";
import type { ReviewPolicy } from "./standing.ts";
import type { Actor, SubmissionStatus } from "./submission-state.ts";

/** What the machine does about a pull request by itself. */
export type SweepAction =
  | { readonly action: "judge" | "land" }
  /** Closes it; `reason` is a sentence for its author. */
  | { readonly action: "close"; readonly as: "withdrawn" | "rejected"; readonly reason: string }
  /** Says something once; the marker remembers that it was said. */
  | { readonly action: "remind"; readonly whom: Actor; readonly message: string; readonly marker: string }
  | { readonly action: "answer"; readonly answer: Answer; readonly marker: string };

/** Answers to one pull request; more would let anybody make the machine talk. */
const MAX_ANSWERS = 20;
/** Part of the time for changes that is left when its author is reminded. */
const REMINDER_PART = 1 / 4;
const DAY_MS = 24 * 60 * 60_000;

/** What is due. Doing it and asking again gives nothing more, whatever was killed in between. */
export function sweepActions(
  status: SubmissionStatus,
  facts: PullFacts,
  policy: ReviewPolicy,
  now: Date,
): readonly SweepAction[] {
  const said = (kind: MarkerKind): ReadonlySet<string> =>
    new Set(markedComments(facts.comments, kind, policy).map(({ value }) => value));
  if (!facts.open) return [];
  const due = dueAction(status, policy, now);
  const isSaid = due?.action === "remind" && said("reminder").has(due.marker);
  return [...(due === null || isSaid ? [] : [withMarker(due, "reminder")]), ...answers(status, said("answer"))];
}

/** True when the machine has waited long enough for the next actor. */
export function isOverdue({ deadline }: Pick<SubmissionStatus, "deadline">, now: Date): boolean {
  return deadline !== null && deadline <= now;
}

function dueAction(status: SubmissionStatus, { deadlines }: ReviewPolicy, now: Date): SweepAction | null {
  const { state, next, sentence, deadline } = status;
  if (next === "machine") {
    if (state === "submitted") return { action: "judge" };
    if (state === "approved") return { action: "land" };
    return { action: "close", as: state === "rejected" ? "rejected" : "withdrawn", reason: sentence };
  }
  if (deadline === null) return null;
  if (state === "changes_requested") {
    if (isOverdue(status, now)) {
      const reason = `Nothing was pushed for ${deadlines.changes_days} days. Submit it again whenever it is ready.`;
      return { action: "close", as: "withdrawn", reason };
    }
    if (now < addDays(deadline, -deadlines.changes_days * REMINDER_PART)) return null;
    const message = `It is closed on ${day(deadline)} unless something is pushed.`;
    return { action: "remind", whom: next, message, marker: `${state} ${day(deadline)}` };
  }
  if (next !== "reviewer" || !isOverdue(status, now)) return null;
  // Reviewers hear of it again each time as many days have gone by.
  const times = Math.floor((now.getTime() - deadline.getTime()) / (deadlines.review_days * DAY_MS));
  const message = `This has waited for a reviewer since its deadline, ${day(deadline)}.`;
  return { action: "remind", whom: next, message, marker: `${state} ${day(deadline)} ${times}` };
}

function answers({ standing }: SubmissionStatus, said: ReadonlySet<string>): readonly SweepAction[] {
  const sources = new Set<string>();
  return standing.answers
    .map((answer): SweepAction & { action: "answer" } => {
      const marker = `${answer.source.kind} ${answer.source.id}`;
      return { action: "answer", answer, marker };
    })
    .filter(({ marker }) => !said.has(marker) && !sources.has(marker) && sources.add(marker))
    .slice(0, Math.max(0, MAX_ANSWERS - said.size))
    .map((each) => withMarker(each, "answer"));
}

function withMarker<Action extends SweepAction>(action: Action, kind: MarkerKind): Action {
  return "marker" in action ? { ...action, marker: machineMarker(kind, action.marker) } : action;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
