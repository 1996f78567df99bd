const DAY_MS = 86_400_000;

/** RFC 3339 in UTC to the second, as TUF writes times. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** The time some days after another. */
export function addDays(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}
