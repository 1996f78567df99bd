import type { Octokit } from "octokit";

import { doDue } from "./do-due.ts";
import type { PlanEntry } from "./land-plan.ts";
import type { LandedSubmission } from "./land-planned.ts";
import { keepCheck, keepFirst } from "./post-report.ts";
import { type Standing, standOf } from "./stand.ts";
import { tellPullRequest } from "./tell.ts";
import { reviewReport } from "./untrusted-report.ts";
import type { Forge } from "../../forge.ts";
import type { RepositoryName } from "../../forge-commit.ts";
import { submissionReport } from "../../../core/review/reports/submission-report.ts";
import { markedComments } from "../../../core/review/state/machine-marker.ts";
import { sweepActions } from "../../../core/review/state/sweep.ts";
import type { SubmissionStatus } from "../../../core/review/state/submission-state.ts";

export interface TellPorts {
  readonly octokit: Octokit;
  readonly name: RepositoryName;
  readonly forge: Forge;
  readonly now: Date;
}

/**
 * Says on a pull request what counts, whatever a forged review said before: comment, labels, check; then does what is due about it:
 * answers, reminds, closes. Gives where it stands. Done again it does nothing more.
 *
 * @param more what was seen when packages were opened, which is not done here
 * @throws ForgeError
 */
export async function tellLanding(
  { judgement, standing, open }: LandedSubmission,
  more: PlanEntry["more"],
  { octokit, name, forge, now }: TellPorts,
): Promise<SubmissionStatus> {
  const { policy } = judgement.registry.config;
  const { number } = standing.pull;
  const tell = async ({ pull, facts, status }: Standing): Promise<void> => {
    const report = submissionReport(judgement.head, judgement.report, { ...more, status });
    await tellPullRequest(pull, { ...report, status }, facts, { forge, bots: policy.bots });
  };
  await tell(standing);
  const isFirst = markedComments(standing.facts.comments, "review", policy).length === 0;
  if (isFirst) await keepFirst(octokit, name, number, policy.bots);
  await keepCheck(octokit, name, reviewReport(judgement));
  const actions = sweepActions(standing.status, standing.facts, policy, now);
  await doDue(number, actions, { ...standing, judgement }, { forge });
  if (!actions.some(({ action }) => action === "close")) return standing.status;
  const closed = await standOf(await forge.pull(number), judgement, { forge, now }, open);
  await tell(closed);
  return closed.status;
}
