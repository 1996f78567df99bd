import type { Actor, SubmissionStatus } from "./state/submission-state.ts";
import type { AppId, DeveloperId, VersionCode } from "../ids/ids.ts";
import type { SubmissionState } from "../registry/submission-states.ts";
import type { SubmissionKind } from "../registry/submission.ts";
import { formatTime } from "../trust/time.ts";

/** A submission that is open, as anybody may know of it. Holds no text of people and no account. Times are RFC 3339 in UTC. */
export type QueuedSubmission = {
  /** Of the pull request. */
  readonly number: number;
  readonly url: string;
  /** Null where its files are of no kind, which has to be mended. */
  readonly kind: SubmissionKind | null;
  /** What it is about; one of both, or neither where that cannot be told. */
  readonly app_id?: AppId;
  readonly developer?: DeveloperId;
  /** Of the version that it brings. */
  readonly version?: string;
  readonly version_code?: VersionCode;
  readonly state: SubmissionState;
  readonly appealed: boolean;
  /** Who has to do something. */
  readonly next: Actor;
  /** When it came into this state. */
  readonly since: string;
  /** When the machine acts if nobody does. */
  readonly deadline: string | null;
};

/** What waits, as it is kept beside the registry. */
export type ReviewQueue = {
  /** When it last changed. */
  readonly as_of: string;
  /** By number. */
  readonly submissions: readonly QueuedSubmission[];
};

/** Those that are shown; of more, the oldest. A crowd of pull requests is not to make a page that nobody can load. */
export const MOST_QUEUED = 500;

/** What a queue shows of where a submission stands. */
export function queuedStatus({
  state,
  appealed,
  next,
  deadline,
}: Pick<SubmissionStatus, "state" | "appealed" | "next" | "deadline">): Omit<
  QueuedSubmission,
  "number" | "url" | "kind" | "since"
> {
  return { state, appealed, next, deadline: deadline === null ? null : formatTime(deadline) };
}

/**
 * The queue after some submissions were looked at: the others stay as they are known, and what is not open any more is gone. The same
 * value when nothing changed, so that nothing is to be written.
 */
export function nextQueue(
  before: ReviewQueue | null,
  seen: readonly QueuedSubmission[],
  { isOpen, now }: { readonly isOpen: (number: number) => boolean; readonly now: Date },
): ReviewQueue {
  const byNumber = new Map([...(before?.submissions ?? []), ...seen].map((each) => [each.number, each]));
  const submissions = [...byNumber.values()]
    .filter(({ number }) => isOpen(number))
    .sort((a, b) => a.number - b.number)
    .slice(0, MOST_QUEUED);
  const isSame = before !== null && JSON.stringify(before.submissions) === JSON.stringify(submissions);
  return isSame ? before : { as_of: formatTime(now), submissions };
}
