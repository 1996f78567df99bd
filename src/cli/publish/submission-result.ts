import type { WaitedPull } from "./wait-for-merge.ts";
import type { WaitedStore } from "./wait-for-store.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import type { OpenedPull } from "../../node/registry/submit/submit.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { CommandResult } from "../command.ts";
import type { ExitCode } from "../errors/exit-codes.ts";

/** One pull request of a command, or what it would be. */
export interface SubmissionStep {
  /** Null when there is nothing to submit. */
  readonly plan: SubmissionPlan | null;
  /** Null in a dry run, and where there is nothing to submit. */
  readonly pull: OpenedPull | null;
  /** What it is about, for people. */
  readonly lines: readonly string[];
  readonly dryRun: boolean;
}

/** A step, and what else there is to say of it. */
export interface Submitted extends SubmissionStep {
  /** The registration that had to land before it. */
  readonly registered?: OpenedPull | null;
  /** What the documents change, for programs. */
  readonly change?: JsonObject;
  /** What people are told when it has landed and the wait is over. */
  readonly landed?: string;
}

/** What a command answers that submitted something and perhaps waited for what became of it. */
export function submissionResult(
  { plan, pull, lines, dryRun, registered = null, change, landed = "It has landed." }: Submitted,
  waited: WaitedPull | WaitedStore | null,
  options: { readonly "fail-on-pending": boolean } = { "fail-on-pending": false },
): CommandResult {
  const replaced = (plan?.supersedes ?? []).map((number) => `closes #${number}, in whose place it comes`);
  const [first = "", ...rest] = plan === null ? lines : [titleOf(plan, pull), ...lines, ...replaced];
  const told = waited === null ? [] : [waitedLine(waited, landed)];
  return {
    exitCode: waited === null ? 0 : exitOf(waited, options["fail-on-pending"]),
    json: {
      dry_run: dryRun,
      plan,
      pull: pullJson(pull),
      ...(change !== undefined && { change }),
      ...(registered !== null && { registration: pullJson(registered) }),
      ...(waited !== null && { wait: waitedJson(waited) }),
    },
    human: [first, ...rest.map((line) => `  ${line}`), ...told].join("\n"),
  };
}

function titleOf({ title }: SubmissionPlan, pull: OpenedPull | null): string {
  if (pull === null) return `Would open a pull request: ${title}`;
  return `${pull.isNew ? "Opened" : "Kept"} pull request #${pull.number}: ${pull.url}`;
}

function pullJson(pull: OpenedPull | null): JsonObject | null {
  return pull === null ? null : { number: pull.number, url: pull.url, is_new: pull.isNew };
}

/** A submission that waits for a person is no failure, unless somebody asked for that. */
function exitOf({ outcome }: WaitedPull | WaitedStore, failOnPending: boolean): ExitCode {
  if (outcome === "refused") return 1;
  return outcome === "pending" && failOnPending ? 5 : 0;
}

function waitedJson(waited: WaitedPull | WaitedStore): JsonObject {
  if (!("standing" in waited)) return { outcome: waited.outcome, trouble: waited.trouble };
  const { outcome, standing, failed } = waited;
  return { outcome, state: standing.state, next: standing.next, advice: standing.advice, failed_checks: failed };
}

function waitedLine(waited: WaitedPull | WaitedStore, landed: string): string {
  if (!("standing" in waited)) {
    if (waited.outcome === "published") return "The store serves it.";
    return `It has landed, but the store does not serve it yet${waited.trouble === null ? "." : ` (${waited.trouble}).`}`;
  }
  const { outcome, standing, failed } = waited;
  if (outcome === "landed") return landed;
  const checks = failed.length === 0 ? "" : ` Failed: ${failed.join("; ")}.`;
  return `It is ${standing.state.replace("_", " ")}: ${standing.advice}${checks}`;
}
