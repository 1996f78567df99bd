import { addDays, daysBetween, dayOf } from "../../../src/core/telemetry/days.ts";

/** When something happened, by our clock. */
export interface Place {
  /** Whose file it belongs to. */
  readonly day: string;
  /** What times of the device are moved by. */
  readonly shiftMs: number;
}

/** Clocks are that exact at least; times of such devices are left as they are. */
const EXACT_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Where something belongs that a device sent: its day, moved by as many whole days as its clock is wrong, so that each try of the same
 * batch comes to the same file.
 *
 * @param rawDays days before today that are kept
 * @returns null for days that are not kept any more, and for those after tomorrow
 */
export function place(
  { day, sent_at: sentAt }: { readonly day: string; readonly sent_at: string },
  receivedMs: number,
  rawDays: number,
): Place | null {
  const skewMs = receivedMs - Date.parse(sentAt);
  const shiftMs = Math.abs(skewMs) > EXACT_MS ? skewMs : 0;
  const today = dayOf(receivedMs);
  if (shiftMs === 0 && day === today) return { day, shiftMs };
  const placed = addDays(day, Math.round(shiftMs / DAY_MS));
  const age = daysBetween(placed, today);
  return age >= -1 && age <= rawDays ? { day: placed, shiftMs } : null;
}

/** A time of a device by our clock, RFC 3339 in UTC with milliseconds. */
export function shifted(time: string, { shiftMs }: Place): string {
  return shiftMs === 0 ? time : new Date(Date.parse(time) + shiftMs).toISOString();
}
