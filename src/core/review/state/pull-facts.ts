/** A comment on a pull request. */
export interface PullComment {
  readonly id: number;
  /** Numeric forge account. */
  readonly author: number;
  readonly body: string;
  /** An edited comment commands nothing: somebody else may have edited it, or people may have agreed to something else. */
  readonly edited: boolean;
  readonly at: Date;
}

/** A review as the forge knows it; it carries the commit it is about. */
export interface PullReview {
  readonly id: number;
  readonly author: number;
  readonly verdict: "approved" | "changes_requested" | "other";
  /** Full hash. */
  readonly commit: string;
  readonly body: string;
  readonly at: Date;
}

/** What the forge says of a pull request. Everything about its state follows from this, a report, the policy and the time. */
export interface PullFacts {
  readonly open: boolean;
  readonly merged: boolean;
  readonly draft: boolean;
  /** Commit of the head branch. */
  readonly head: string;
  readonly openedAt: Date;
  /** When the machine first saw this head, by `headSince`. Never a date that the developer writes into a commit. */
  readonly headSince: Date;
  /** Numeric account of whoever opened it. */
  readonly author: number;
  /** Numeric accounts of authors and committers; null where the forge does not list all commits. */
  readonly commitAuthors: readonly number[] | null;
  /** Oldest first. */
  readonly comments: readonly PullComment[];
  /** Oldest first. */
  readonly reviews: readonly PullReview[];
}
