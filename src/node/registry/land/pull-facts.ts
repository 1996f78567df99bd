import type { Forge, PullRequest } from "../../forge.ts";
import { headSince } from "../../../core/review/state/machine-marker.ts";
import type { PullFacts } from "../../../core/review/state/pull-facts.ts";
import type { ReviewPolicy } from "../../../core/review/state/standing.ts";

/**
 * What the forge says of a pull request, for `submissionStatus`.
 *
 * @throws ForgeError
 */
export async function pullFacts(forge: Forge, pull: PullRequest, policy: ReviewPolicy, now: Date): Promise<PullFacts> {
  const { number, open, merged, draft, head, openedAt, author } = pull;
  const [comments, reviews, commitAuthors] = await Promise.all([
    forge.comments(number),
    forge.reviews(number),
    forge.commitAuthors(number),
  ]);
  const since = headSince({ head, openedAt, comments }, policy, now);
  return { open, merged, draft, head, openedAt, headSince: since, author, commitAuthors, comments, reviews };
}
