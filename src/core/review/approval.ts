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
 * The approvals of different reviewers for exactly this commit, in the order they were given. `/approve <sha>` counts at the start
 * of a line only, from a reviewer whom the base registry names, and never from the author of the pull request. The whole hash:
 * whoever can make another commit with the same first seven digits, which takes seconds, would be approved with it.
 */
export function findApprovals(
  comments: readonly PullComment[],
  { head, author }: { readonly head: string; readonly author: number },
  { reviewers }: Pick<RegistryConfig["policy"], "reviewers">,
): readonly Approval[] {
  const found = new Map<number, Approval>();
  for (const { id, author: reviewer, body, edited } of comments) {
    const isApproved = [...body.matchAll(APPROVE)].some(([, sha]) => sha === head);
    const isReviewer = reviewers.some(({ github_id: account }) => account === reviewer);
    const isOther = reviewer !== author && !found.has(reviewer);
    if (isApproved && isReviewer && isOther && !edited) found.set(reviewer, { reviewer, comment: id });
  }
  return [...found.values()];
}
