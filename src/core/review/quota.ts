import type { ReviewInput } from "./review.ts";
import { type Finding, finding } from "../findings/finding.ts";

/** Whether an account submits more than the registry's policy lets it in a day. Bots carry for many, and are not counted. */
export function quotaFindings({
  base,
  author,
  recent = 0,
}: Pick<ReviewInput, "base" | "author" | "recent">): readonly Finding[] {
  const { submissions_per_day: most, bots } = base.config.policy;
  if (most === undefined || recent < most || bots.includes(author)) return [];
  const message = `The account ${author} has made ${recent} submissions in the last 24 hours.`;
  return [finding("submission/quota", { message, expected: `at most ${most}` })];
}
