import { type Act, type Answer, readActs } from "./acts.ts";
import { addDays } from "./days.ts";
import type { PullFacts } from "./pull-facts.ts";
import { commandForms, commandUsers } from "../commands/command.ts";
import type { RegistryConfig } from "../../registry/documents.ts";

/** What of the registry's policy decides about people; always that of the base tree. */
export type ReviewPolicy = Pick<RegistryConfig["policy"], "reviewers" | "bots" | "deadlines">;

/** A rejection that is in force. */
export interface Rejection {
  readonly act: Act;
  /** Until then it can be appealed. */
  readonly appealUntil: Date;
  /** In force and not decided; another reviewer than who rejected decides it. */
  readonly appeal: Act | null;
  /** Another reviewer refused the appeal. */
  readonly refusedBy: number | null;
}

/** What people have said about a submission, as far as it counts. */
export interface Standing {
  /** Of the head as it is, by different reviewers, in the order they were given. */
  readonly approvals: readonly Act[];
  /** Requests of changes to the head as it is. */
  readonly changes: readonly Act[];
  readonly hold: { readonly act: Act; readonly until: Date } | null;
  readonly rejection: Rejection | null;
  readonly withdrawal: Act | null;
  /** A reviewer objected at some time, so that no machine lands it without an approval any more. */
  readonly needsPerson: boolean;
  readonly answers: readonly Answer[];
}

/**
 * What counts of everything that was said about a pull request, in the order of time:
 * - Reviewers approve, reject, request changes, hold and release; authors of the pull request or of a commit in it neither approve nor
 *   release, whoever they are. Only who opened it appeals and withdraws.
 * - An approval is of one commit. A request for changes is about one head, and stands beside the approvals of others until its author
 *   approves or the head moves. A later objection takes its author's approval back.
 * - A rejection stays whatever is pushed, until who rejected approves, or after an appeal another reviewer does.
 * - An edited comment commands nothing; but what is left of an objection in it still makes a person needed.
 * - A hold ends by `/unhold`, or by itself after `review_days`; what was approved before counts no more in the second case.
 */
export function standingOf(facts: PullFacts, policy: ReviewPolicy, now: Date): Standing {
  const { acts, edited, answers } = readActs(facts);
  const fold = new Fold(facts, policy, answers);
  for (const act of edited) fold.takeEdited(act);
  for (const act of acts) fold.take(act);
  return fold.standing(now);
}

class Fold {
  readonly #facts: PullFacts;
  readonly #policy: ReviewPolicy;
  readonly #answers: Answer[];
  readonly #approvals = new Map<number, Act>();
  readonly #changes = new Map<number, Act>();
  #rejection: Rejection | null = null;
  #hold: Act | null = null;
  #withdrawal: Act | null = null;
  #needsPerson = false;

  constructor(facts: PullFacts, policy: ReviewPolicy, answers: readonly Answer[]) {
    this.#facts = facts;
    this.#policy = policy;
    this.#answers = [...answers];
  }

  take(act: Act): void {
    const refusal = this.#mayNot(act);
    if (refusal !== null) return this.#answer(act, refusal, null);
    switch (act.command.name) {
      case "approve":
        return this.#approve(act, act.command.sha);
      case "reject":
        return this.#reject(act);
      case "request-changes":
        this.#object(act);
        if (this.#isAboutHead(act)) this.#changes.set(act.by, act);
        return;
      case "hold":
        this.#object(act);
        this.#hold = act;
        return;
      case "unhold":
        if (this.#hold === null) this.#answer(act, "Nothing is held.", commandForms.hold);
        this.#hold = null;
        return;
      case "appeal":
        return this.#appeal(act);
      case "withdraw":
        this.#withdrawal ??= act;
    }
  }

  takeEdited(act: Act): void {
    const isObjection = ["reject", "request-changes", "hold"].includes(act.command.name);
    if (isObjection && this.#mayNot(act) === null) this.#needsPerson = true;
  }

  standing(now: Date): Standing {
    const { review_days: days } = this.#policy.deadlines;
    const hold = this.#hold === null ? null : { act: this.#hold, until: addDays(this.#hold.at, days) };
    const isExpired = hold !== null && hold.until <= now;
    const approvals = [...this.#approvals.values()].filter(({ at }) => !isExpired || at > hold.act.at);
    return {
      approvals,
      changes: [...this.#changes.values()],
      hold: isExpired ? null : hold,
      rejection: this.#rejection,
      withdrawal: this.#withdrawal,
      needsPerson: this.#needsPerson,
      answers: this.#answers.filter(({ by }) => !this.#policy.bots.includes(by)),
    };
  }

  #approve(act: Act, sha: string): void {
    const { head } = this.#facts;
    const rejection = this.#rejection;
    if (rejection !== null) {
      const isOther = act.by !== rejection.act.by;
      if (rejection.refusedBy !== null) return this.#answer(act, "The appeal was refused; this stays rejected.", null);
      if (isOther && rejection.appeal === null) {
        const message = "Another reviewer rejected this, and nobody appealed.";
        return this.#answer(act, message, "an approval by who rejected, or an appeal by the author before");
      }
      if (!isOther && rejection.appeal !== null) {
        return this.#answer(act, "Who rejected does not decide the appeal.", "another reviewer");
      }
      this.#rejection = null;
    }
    if (sha !== head) {
      const message = `This approves ${sha.slice(0, 12)}, and the branch is at ${head.slice(0, 12)} now.`;
      return this.#answer(act, message, `/approve ${head}`);
    }
    this.#changes.delete(act.by);
    // Said again it keeps its place and gets a new time.
    this.#approvals.set(act.by, act);
  }

  #reject(act: Act): void {
    const rejection = this.#rejection;
    this.#object(act);
    if (rejection === null) {
      const appealUntil = addDays(act.at, this.#policy.deadlines.appeal_days);
      this.#rejection = { act, appealUntil, appeal: null, refusedBy: null };
    } else if (rejection.appeal !== null && act.by === rejection.act.by) {
      this.#answer(act, "Who rejected does not decide the appeal.", "another reviewer");
    } else if (rejection.appeal !== null) {
      this.#rejection = { ...rejection, appeal: null, refusedBy: act.by };
    }
  }

  #appeal(act: Act): void {
    const rejection = this.#rejection;
    if (rejection === null) return this.#answer(act, "Nothing is rejected.", null);
    if (rejection.refusedBy !== null) return this.#answer(act, "An appeal was decided already.", null);
    if (rejection.appeal !== null) return this.#answer(act, "There is an appeal already.", null);
    if (act.at > rejection.appealUntil) return this.#answer(act, "The time for an appeal is over.", null);
    this.#rejection = { ...rejection, appeal: act };
  }

  #object({ by }: Act): void {
    this.#needsPerson = true;
    this.#approvals.delete(by);
  }

  #isAboutHead({ source, at }: Act): boolean {
    if (source.kind === "comment") return at >= this.#facts.headSince;
    return this.#facts.reviews.some(({ id, commit }) => id === source.id && commit === this.#facts.head);
  }

  #mayNot({ command: { name }, by }: Act): string | null {
    const { author, commitAuthors } = this.#facts;
    if (commandUsers[name] === "author") {
      return by === author ? null : `Only who opened the pull request may use /${name}.`;
    }
    if (!this.#policy.reviewers.some(({ github_id: id }) => id === by) || this.#policy.bots.includes(by)) {
      return `Only reviewers of this registry may use /${name}.`;
    }
    if (name !== "approve" && name !== "unhold") return null;
    if (by === author) return `Who opened the pull request may not use /${name} on it.`;
    if (commitAuthors === null) return "The pull request has more commits than the forge lists; nobody can approve it.";
    return commitAuthors.includes(by) ? `Who wrote a commit of the pull request may not use /${name} on it.` : null;
  }

  #answer({ by, source }: Act, message: string, expected: string | null): void {
    this.#answers.push({ by, source, message, expected });
  }
}
