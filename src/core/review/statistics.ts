import type { Decision } from "../registry/documents.ts";
import type { SubmissionState } from "../registry/submission-states.ts";

/** What a decision says of how it came about. */
export type TimedDecision = Pick<Decision, "verdict" | "reviewers" | "timeline">;

/** How long something took: nearest-rank percentiles, in seconds. */
export type Durations = {
  /** Submissions that it is known of. */
  readonly count: number;
  readonly median: number;
  readonly p90: number;
};

/** What was decided in some time. */
export type Period = {
  readonly decisions: number;
  readonly by_machine: number;
  readonly by_people: number;
  /** From opening to decision. */
  readonly total: Durations | null;
  /** By state, how long submissions were in it altogether. States that none was in are left out. */
  readonly states: { readonly [State in SubmissionState]?: Durations };
};

export type Statistics = {
  readonly all: Period;
  /** The 90 days up to the newest decision, so that they need no clock. */
  readonly recent: Period;
};

/** How many decisions there were in a month. */
export type MonthCount = Pick<Period, "decisions" | "by_machine" | "by_people"> & {
  /** Such as `2026-11`, in UTC. */
  readonly month: string;
};

export const RECENT_DAYS = 90;
const DAY_SECONDS = 24 * 60 * 60;

/** How decisions came about. One without a timeline is counted, but nobody knows when it was or how long it took. */
export function statisticsOf(decisions: readonly TimedDecision[]): Statistics {
  const times = decisions.map(decidedAt);
  const newest = times.reduce<number>((latest, time) => Math.max(latest, secondsOf(time)), Number.NEGATIVE_INFINITY);
  const from = newest - RECENT_DAYS * DAY_SECONDS;
  return {
    all: periodOf(decisions),
    recent: periodOf(decisions.filter((_, at) => secondsOf(times[at] ?? null) >= from)),
  };
}

/** Counts per month, newest first. */
export function monthCounts(decisions: readonly TimedDecision[]): readonly MonthCount[] {
  const byMonth = Map.groupBy(decisions, monthOf);
  return [...byMonth]
    .flatMap(([month, own]) => (month === null ? [] : [{ month, ...countsOf(own) }]))
    .sort((a, b) => (a.month > b.month ? -1 : 1));
}

/** The month of a decision, such as `2026-11`, in UTC; null where nobody knows. */
export function monthOf(decision: Pick<Decision, "timeline">): string | null {
  return decidedAt(decision)?.slice(0, 7) ?? null;
}

/** When it was decided, RFC 3339; null in old decisions. */
export function decidedAt({ timeline }: Pick<Decision, "timeline">): string | null {
  return timeline?.at(-1)?.since ?? null;
}

/** Whether nobody but the machine decided. */
export function isByMachine({ reviewers }: Pick<Decision, "reviewers">): boolean {
  return reviewers.length === 0;
}

function periodOf(decisions: readonly TimedDecision[]): Period {
  const seconds = new Map<SubmissionState, number[]>();
  const totals: number[] = [];
  for (const decision of decisions) {
    const spent = secondsByState(decision);
    for (const [state, time] of spent) {
      const known = seconds.get(state);
      if (known === undefined) seconds.set(state, [time]);
      else known.push(time);
    }
    if (spent.size > 0) totals.push([...spent.values()].reduce((sum, time) => sum + time, 0));
  }
  const states = [...seconds].map(([state, own]) => [state, durationsOf(own)] as const);
  return {
    ...countsOf(decisions),
    total: durationsOf(totals),
    states: Object.fromEntries(states),
  };
}

/** How long a submission was in each state altogether; the one it ended in has no end. */
function secondsByState({ timeline = [] }: TimedDecision): ReadonlyMap<SubmissionState, number> {
  const spent = new Map<SubmissionState, number>();
  timeline.slice(0, -1).forEach(({ state, since }, index) => {
    const seconds = secondsOf(timeline[index + 1]?.since ?? since) - secondsOf(since);
    spent.set(state, (spent.get(state) ?? 0) + seconds);
  });
  return spent;
}

function countsOf(decisions: readonly TimedDecision[]): Omit<MonthCount, "month"> {
  const byMachine = decisions.filter(isByMachine).length;
  return { decisions: decisions.length, by_machine: byMachine, by_people: decisions.length - byMachine };
}

function durationsOf(seconds: readonly number[]): Durations | null {
  if (seconds.length === 0) return null;
  const sorted = seconds.toSorted((a, b) => a - b);
  return { count: sorted.length, median: nearestRank(sorted, 50), p90: nearestRank(sorted, 90) };
}

/** The smallest value that at least so many percent of the values are not above. */
function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1] ?? 0;
}

function secondsOf(time: string | null): number {
  return time === null ? Number.NEGATIVE_INFINITY : Date.parse(time) / 1000;
}
