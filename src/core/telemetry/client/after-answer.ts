import type { Outbox } from "./outbox.ts";
import { addDays, dayOf } from "../days.ts";
import { telemetryLimits } from "../telemetry-limits.ts";

/** What a service answered, as far as a device minds; null when there was no answer. */
export interface ServiceAnswer {
  readonly status: number;
  /** The header of that name. */
  readonly date: string | null;
  readonly retryAfter: string | null;
}

/** What becomes of something that was sent: it is there, it is never tried again, or it is tried later. */
export type Fate = "taken" | "refused" | "later";

/** Statuses that pass: too slow, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 6 * 3_600_000;
/** The longest that a service may send a device away. */
const MAX_AWAY_MS = 24 * 3_600_000;
/** A clock that is wrong by less is not corrected: the service does not mind. */
const TOLERANCE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** Clocks that are remembered; who corrects more often than that has no clock. */
const OLD_CLOCKS = 4;

export function fateOf(answer: ServiceAnswer | null): Fate {
  if (answer === null || PASSING.has(answer.status) || answer.status >= 500) return "later";
  if (answer.status >= 200 && answer.status < 300) return "taken";
  // Redirects are not followed: another address is for whoever configures the device.
  return answer.status >= 400 ? "refused" : "later";
}

/**
 * The outbox after an answer: when to try again, and what is known of the clock.
 *
 * @param now the device's clock, in milliseconds of the epoch
 * @param random from 0 to below 1, so that devices do not come back together
 */
export function afterAnswer(outbox: Outbox, answer: ServiceAnswer | null, now: number, random: number): Outbox {
  const corrected = withClock(outbox, answer?.date ?? null, now);
  if (fateOf(answer) !== "later") return { ...corrected, failures: 0, retry_at: 0 };
  const failures = outbox.failures + 1;
  const backOff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (0.5 + random);
  const asked = askedWait(answer, now + corrected.offset_ms) * (1 + random / 10);
  return { ...corrected, failures, retry_at: Math.round(now + Math.max(backOff, asked)) };
}

/** Milliseconds that the service wants to be left alone: seconds, or a time (RFC 9110, 10.2.3). */
function askedWait(answer: ServiceAnswer | null, now: number): number {
  const text = answer?.retryAfter ?? "";
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(asked) ? Math.min(MAX_AWAY_MS, Math.max(0, asked)) : 0;
}

/** Learns from the service's clock. Days that are remembered move along, so that no start is a first one twice. */
function withClock(outbox: Outbox, date: string | null, now: number): Outbox {
  const wrong = Date.parse(date ?? "") - (now + outbox.offset_ms);
  if (!Number.isFinite(wrong) || Math.abs(wrong) <= TOLERANCE_MS) return outbox;
  const days = Math.round(wrong / DAY_MS);
  const [shown, today] = [dayOf(now + outbox.offset_ms), dayOf(now + outbox.offset_ms + wrong)];
  const old = { day: shown, until: addDays(today, telemetryLimits.rawDays + 1) };
  const clocks = outbox.old_clocks.filter(({ until }) => until >= today);
  const moved = (day: string | null): string | null => (day === null || days === 0 ? day : addDays(day, days));
  return {
    ...outbox,
    offset_ms: outbox.offset_ms + wrong,
    old_clocks: shown === today ? clocks : [...clocks, old].slice(-OLD_CLOCKS),
    apps: outbox.apps.map(({ started, described, crashed, ...rest }) => ({
      ...rest,
      started: moved(started),
      described: moved(described),
      crashed: moved(crashed),
    })),
  };
}
