import type { AppId, VersionCode } from "../ids/ids.ts";
import { addDays, formatTime } from "../trust/time.ts";

/**
 * Why a version that has landed is not published:
 * - `bytes-missing`: the package that was reviewed cannot be had from anywhere
 * - `document-too-large`: devices would refuse the app's document, whatever is left out of it
 */
export type HeldReason = "bytes-missing" | "document-too-large";

/** A version that is held, as the record of publishing remembers it from run to run. Times are RFC 3339 in UTC. */
export type Hold = {
  readonly app_id: AppId;
  readonly version_code: VersionCode;
  readonly reason: HeldReason;
  /** What the last run found, as text of one line; it may name what a stranger's server said. */
  readonly detail: string;
  /** When a run first could not publish it. */
  readonly since: string;
  /** When a run last tried and could not. */
  readonly last: string;
  /** When it is withdrawn; null where nothing is withdrawn. */
  readonly until: string | null;
};

/** What a run found of a version that it could not publish. */
export interface HeldNow extends Pick<Hold, "app_id" | "version_code" | "reason" | "detail"> {
  /** False where there was no time left to ask for its package, which says nothing about it. */
  readonly tried: boolean;
}

/** Days that a held version has where the policy of its registry names none. */
export const HELD_DAYS = 14;

/** A host may be away for a moment: what is not missed again this much later is nobody's concern. */
const CERTAIN_MS = 60 * 60_000;

/** The holds after a run: what it found again keeps its beginning, and what it did not find has ended. */
export function nextHolds(
  before: readonly Hold[],
  found: readonly HeldNow[],
  { held_days: days = HELD_DAYS }: { readonly held_days?: number | undefined },
  now: Date,
): readonly Hold[] {
  const time = formatTime(now);
  return found.map(({ tried, ...version }) => {
    const known = before.find((hold) => isSame(hold, version) && hold.reason === version.reason);
    if (known !== undefined && !tried) return known;
    const since = known?.since ?? time;
    const until = version.reason === "bytes-missing" ? formatTime(addDays(new Date(since), days)) : null;
    return { ...version, since, last: time, until };
  });
}

/** Whether it was missed often enough to tell its developer. */
export function isCertain({ since, last }: Hold): boolean {
  return Date.parse(last) - Date.parse(since) >= CERTAIN_MS;
}

/** Whether its time is over, and a run has tried in vain since. */
export function isOver({ until, last }: Hold): boolean {
  return until !== null && Date.parse(last) >= Date.parse(until);
}

export function isSame(
  one: Pick<Hold, "app_id" | "version_code">,
  other: Pick<Hold, "app_id" | "version_code">,
): boolean {
  return one.app_id === other.app_id && one.version_code === other.version_code;
}
