import type { Octokit } from "octokit";

import { doDue } from "./do-due.ts";
import type { Judgement } from "./judge.ts";
import type { PlanEntry } from "./land-plan.ts";
import { keepCheck, keepFirst } from "./post-report.ts";
import { standOf } from "./stand.ts";
import { tellPullRequest } from "./tell.ts";
import { reviewReport } from "./untrusted-report.ts";
import { githubForge } from "../../forge.ts";
import type { RepositoryName } from "../../forge-commit.ts";
import { submissionReport } from "../../../core/review/reports/submission-report.ts";
import { sweepActions } from "../../../core/review/state/sweep.ts";
import type { SubmissionStatus } from "../../../core/review/state/submission-state.ts";

/**
 * Says on a pull request what counts, whatever a forged review said before: comment, labels, check; then does what is due about it:
 * answers, reminds, closes. Gives where it stands. Done again it does nothing more.
 *
 * @param more what was seen when packages were opened, which is not done here
 * @throws ForgeError
 */
export async function tellLanding(
  number: number,
  judgement: Judgement,
  more: PlanEntry["more"],
  ports: { readonly octokit: Octokit; readonly name: RepositoryName; readonly now: Date },
): Promise<SubmissionStatus> {
  const { octokit, name, now } = ports;
  const forge = githubForge(octokit, name);
  const { policy } = judgement.registry.config;
  const stand = async () => {
    const pull = await forge.pull(number);
    const standing = await standOf(pull, judgement, { forge, now });
    const report = submissionReport(judgement.head, judgement.report, { ...more, status: standing.status });
    const machine = { forge, bots: policy.bots };
    await tellPullRequest(pull, { ...report, status: standing.status }, standing.facts, machine);
    return standing;
  };
  const { facts, status } = await stand();
  await keepFirst(octokit, name, number, policy.bots);
  await keepCheck(octokit, name, reviewReport(judgement));
  const actions = sweepActions(status, facts, policy, now);
  await doDue(number, actions, { facts, judgement, status }, { forge });
  return actions.some(({ action }) => action === "close") ? (await stand()).status : status;
}
