const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Bytes in decimal units with at most one decimal, such as `1.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  // From 999,500 bytes on, kB would be rounded to 1000.
  const [value, unit] = bytes < 999_500 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, "")} ${unit}`;
}

/** The day of an RFC 3339 time, such as `3 November 2026`; empty when there is none. */
export function formatDay(time: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(time) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? "" : `${Number(day)} ${name} ${year}`;
}

/** A number of things, such as `1 app` and `3 apps`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
