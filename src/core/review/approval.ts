import type { RegistryConfig } from "../registry/documents.ts";

/** A comment on a pull request, as far as commands go. */
export interface PullComment {
  readonly id: number;
  /** Numeric forge account. */
  readonly author: number;
  readonly body: string;
  /** An edited comment commands nothing: it may have been approved for something else. */
  readonly edited: boolean;
}

/** Somebody's decision about one commit. */
export interface Approval {
  readonly reviewer: number;
  readonly comment: number;
}

const APPROVE = /^\/approve ([0-9a-f]{40})[ \t]*\r?$/gm;

/**
 * The approval of a reviewer for exactly this commit, or null. `/approve <sha>` counts at the start of a line only, from a
 * reviewer whom the base registry names, and never from the author of the pull request. The whole hash: whoever can make another
 * commit with the same first seven digits, which takes seconds, would be approved with it.
 */
export function findApproval(
  comments: readonly PullComment[],
  { head, author }: { readonly head: string; readonly author: number },
  { reviewers }: Pick<RegistryConfig["policy"], "reviewers">,
): Approval | null {
  const found = comments.find((comment) => {
    const isApproved = [...comment.body.matchAll(APPROVE)].some(([, sha]) => sha === head);
    const isReviewer = reviewers.some(({ github_id: id }) => id === comment.author);
    return isApproved && isReviewer && comment.author !== author && !comment.edited;
  });
  return found === undefined ? null : { reviewer: found.author, comment: found.id };
}
