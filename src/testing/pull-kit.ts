import type { PullComment, PullFacts, PullReview } from "../core/review/state/pull-facts.ts";
import type { ReviewPolicy } from "../core/review/state/standing.ts";
import { type StateContext, submissionStatus, type SubmissionStatus } from "../core/review/state/submission-state.ts";

/** Accounts of a registry and of people around it. */
export const people = { author: 1, reviewer: 2, second: 3, stranger: 4, machine: 5 } as const;
export type Person = keyof typeof people;

export const reviewPolicy: ReviewPolicy = {
  reviewers: [people.reviewer, people.second, people.author].map((id) => ({ github_id: id, login: `reviewer${id}` })),
  bots: [people.machine],
  deadlines: { review_days: 7, changes_days: 20, appeal_days: 14, key_recovery_days: 7 },
};

const OPENED = Date.UTC(2026, 10, 1);
const HOUR_MS = 60 * 60_000;

/** A pull request about which things are said and done; an hour goes by with each. */
export class PullKit {
  readonly #comments: PullComment[] = [];
  readonly #reviews: PullReview[] = [];
  #facts: Omit<PullFacts, "comments" | "reviews"> = {
    open: true,
    merged: false,
    draft: false,
    head: "a".repeat(40),
    openedAt: new Date(OPENED),
    headSince: new Date(OPENED),
    author: people.author,
    commitAuthors: [people.author],
  };
  #context: Omit<StateContext, "policy" | "now"> = { report: null, overtakenBy: null };
  now = new Date(OPENED);

  facts(): PullFacts {
    return { ...this.#facts, comments: this.#comments, reviews: this.#reviews };
  }

  status(): SubmissionStatus {
    return submissionStatus(this.facts(), { ...this.#context, policy: reviewPolicy, now: this.now });
  }

  with(change: Partial<PullFacts>): this {
    this.#pass();
    this.#facts = { ...this.#facts, ...change };
    return this;
  }

  judged(verdict: "merge" | "review" | "fail", approvals = verdict === "review" ? 1 : 0): this {
    this.#pass();
    this.#context = { ...this.#context, report: { verdict, approvals } };
    return this;
  }

  overtaken(by: string): this {
    this.#context = { ...this.#context, overtakenBy: by };
    return this;
  }

  /** Another head, which nobody has judged. */
  pushed(head = "b".repeat(40)): this {
    this.with({ head, headSince: new Date(this.now.getTime() + HOUR_MS) });
    this.#context = { ...this.#context, report: null };
    return this;
  }

  says(who: Person, body: string, change: Partial<PullComment> = {}): this {
    this.#pass();
    const id = 100 + this.#comments.length;
    this.#comments.push({ id, author: people[who], body, edited: false, at: this.now, ...change });
    return this;
  }

  approves(who: Person, head = this.#facts.head): this {
    return this.says(who, `/approve ${head}`);
  }

  reviews(who: Person, verdict: PullReview["verdict"], commit = this.#facts.head, body = ""): this {
    this.#pass();
    const id = 500 + this.#reviews.length;
    this.#reviews.push({ id, author: people[who], verdict, commit, body, at: this.now });
    return this;
  }

  waits(days: number): this {
    this.now = new Date(this.now.getTime() + days * 24 * HOUR_MS);
    return this;
  }

  #pass(): void {
    this.now = new Date(this.now.getTime() + HOUR_MS);
  }
}

export const aPull = (): PullKit => new PullKit();
