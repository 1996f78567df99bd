import { stateLabel } from "./labels.ts";
import type { PullFacts } from "./pull-facts.ts";
import type { ReviewPolicy } from "./standing.ts";
import { type SubmissionState, submissionStates, type TimelineEntry } from "../../registry/submission-states.ts";
import { formatTime } from "../../trust/time.ts";

/** A label that somebody put on a pull request, by the forge's account of it. */
export interface LabelEvent {
  readonly label: string;
  /** Numeric account. */
  readonly by: number;
  readonly at: Date;
}

/** A state that is known otherwise than by a label. */
export interface KnownState {
  readonly state: SubmissionState;
  readonly at: Date;
}

/** Entries of one timeline; the schema has the same number. */
const MOST = 100;

const STATES: ReadonlyMap<string, SubmissionState> = new Map(
  submissionStates.map((state) => [stateLabel(state), state]),
);

/**
 * When a submission came into each of its states, oldest first: submitted when it was opened, then what the machine's labels told, at the
 * times at which the forge had them. Labels of anybody else are none, and what came of a push was `submitted` until it was judged,
 * which no label tells. Nothing is decided by this.
 *
 * @param known states beside those, in the order of time, such as how it ended
 */
export function timelineOf(
  { openedAt }: Pick<PullFacts, "openedAt">,
  labels: readonly LabelEvent[],
  { bots }: Pick<ReviewPolicy, "bots">,
  known: readonly KnownState[] = [],
): readonly TimelineEntry[] {
  const told = labels.flatMap(({ label, by, at }): readonly KnownState[] => {
    const state = STATES.get(label);
    return state !== undefined && bots.includes(by) ? [{ state, at }] : [];
  });
  const byTime = told.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const timeline: KnownState[] = [{ state: "submitted", at: openedAt }];
  for (const { state, at } of [...byTime, ...known]) {
    const last = timeline.at(-1);
    if (last === undefined || last.state === state) continue;
    // Two clocks may differ by a little; no state ends before it began.
    timeline.push({ state, at: at > last.at ? at : last.at });
  }
  return timeline.slice(-MOST).map(({ state, at }) => ({ state, since: formatTime(at) }));
}

/** How a submission ended that lands now: since when nothing stood against it, and that it landed. */
export function landedStates(approvals: readonly { readonly at: Date }[], now: Date): readonly KnownState[] {
  const last = Math.max(...approvals.map(({ at }) => at.getTime()));
  return [
    { state: "approved", at: approvals.length === 0 ? now : new Date(last) },
    { state: "published", at: now },
  ];
}
