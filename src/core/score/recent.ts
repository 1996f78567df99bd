/** A version counts as recent for so many days. */
export const RECENT_DAYS = 365;

const DAY_MS = 86_400_000;

/**
 * Whether a version is recent beside the newest one of the store, which stands for now: the tree of a registry at a commit is the same
 * whenever it is computed.
 *
 * @param at RFC 3339
 * @param newest RFC 3339
 */
export function isRecent(at: string, newest: string): boolean {
  return Date.parse(newest) - Date.parse(at) <= RECENT_DAYS * DAY_MS;
}
