import type { Stood } from "./keep-queue.ts";
import type { LandPlan, LandRound } from "./land-plan.ts";
import { landPlanned, type PlannedLanding } from "./land-planned.ts";
import { LAND_STATUS } from "./land-status.ts";
import type { LandPorts } from "./land.ts";
import { tellLanding, type TellPorts } from "./tell-landing.ts";
import { landWithdrawals, type WithdrawPorts } from "./withdraw.ts";
import type { CommitStatus } from "../../forge.ts";
import type { Hold } from "../../../core/registry/hold.ts";
import type { SubmissionState } from "../../../core/registry/submission-states.ts";

/** What became of a plan. */
export interface CarriedOut {
  readonly outcomes: ReadonlyMap<number, PlannedLanding["outcome"]>;
  /** Holds that it ended. */
  readonly withdrawn: readonly Hold[];
  /** Submissions that something was said of. */
  readonly stood: readonly Stood[];
  /** What is to be looked at after this. */
  readonly next: LandRound | null;
  /** Main has what was not published. */
  readonly unpublished: boolean;
}

const STATES: Readonly<Partial<Record<SubmissionState, CommitStatus["state"]>>> = {
  published: "success",
  in_review: "pending",
};

/**
 * Lands what a plan names, says what became of it, and withdraws what was held too long. Carried out again after it was killed, it does and says what it had not yet.
 *
 * @throws ForgeError, GitError
 */
export async function carryOut(
  plan: LandPlan,
  ports: Omit<LandPorts, "fetchRemote"> & TellPorts & WithdrawPorts,
): Promise<CarriedOut> {
  const outcomes = new Map<number, PlannedLanding["outcome"]>();
  const stood: Stood[] = [];
  let { next, unpublished } = plan;
  for (const entry of plan.entries) {
    const { outcome, told } = await landPlanned(entry, plan, ports);
    outcomes.set(entry.number, outcome);
    if (outcome === "stale") next ??= { everything: false, after: 0 };
    unpublished ||= outcome === "landed" || outcome === "merged";
    if (told === null) continue;
    const status = await tellLanding(told, entry.more, ports);
    stood.push({ told, status });
    const { state, sentence: description } = status;
    await ports.forge.setStatus(entry.head, { context: LAND_STATUS, state: STATES[state] ?? "failure", description });
  }
  const withdrawn = plan.withdraws ? await landWithdrawals(ports) : [];
  unpublished ||= withdrawn.length > 0;
  return { outcomes, withdrawn, stood, next, unpublished };
}
