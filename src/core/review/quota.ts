import type { ReviewInput } from "./review.ts";
import { type Finding, finding } from "../findings/finding.ts";

/** The time in which submissions of an account are counted. */
export const QUOTA_MS = 24 * 60 * 60_000;

/**
 * Whether an account has made as many submissions as the registry's policy lets it in a day, and when the next one is possible. Bots
 * carry for many, and are not counted.
 */
export function quotaFindings({
  base,
  author,
  recent = [],
}: Pick<ReviewInput, "base" | "author" | "recent">): readonly Finding[] {
  const { submissions_per_day: most, bots } = base.config.policy;
  if (most === undefined || recent.length < most || bots.includes(author)) return [];
  // By then so many of them are a day old that one has room.
  const last = recent.toSorted((a, b) => a.getTime() - b.getTime())[recent.length - most];
  const next = last === undefined ? "" : ` The next one is possible from ${at(last.getTime() + QUOTA_MS)} on.`;
  const others = recent.length === 1 ? "another submission" : `${recent.length} other submissions`;
  const message = `The account ${author} made ${others} in the 24 hours before.${next}`;
  return [finding("submission/quota", { message, expected: `at most ${most}` })];
}

/** RFC 3339 in UTC, the whole minute by which it has passed. */
function at(time: number): string {
  const minute = 60_000;
  return new Date(Math.ceil(time / minute) * minute).toISOString().replace(".000Z", "Z");
}
