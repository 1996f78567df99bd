const DAY_MS = 86_400_000;

/** The UTC day of a moment, `2026-11-26`. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** True for a day of the calendar, written `2026-11-26`. */
export function isDay(text: string): boolean {
  const start = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isFinite(start) && dayOf(start) === text;
}

/** Milliseconds of the epoch at which a UTC day begins. */
export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** The day some days later, or earlier for a negative number. */
export function addDays(day: string, days: number): string {
  return dayOf(dayStart(day) + days * DAY_MS);
}

/** Days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dayStart(to) - dayStart(from)) / DAY_MS);
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(dayStart(day)).getUTCDay() + 6) % 7));
}

/** The ISO 8601 week of a day, `2026-W48`: weeks begin on Monday, and the first of a year has its first Thursday. */
export function isoWeekOf(day: string): string {
  const thursday = addDays(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const week = 1 + Math.floor(daysBetween(`${year}-01-01`, thursday) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The month of a day, `2026-11`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** A period in which an `app_start` is the device's first: the UTC day, the ISO week, the month, ever. */
export type NewFlag = "d" | "w" | "m" | "first";

/** The flags of a start of an app on a day, given the day of its last start on the device; null before the first. */
export function newFlags(last: string | null, day: string): readonly NewFlag[] {
  if (last === null) return ["d", "w", "m", "first"];
  if (last === day) return [];
  const flags: NewFlag[] = ["d"];
  if (isoWeekOf(last) !== isoWeekOf(day)) flags.push("w");
  if (monthOf(last) !== monthOf(day)) flags.push("m");
  return flags;
}
