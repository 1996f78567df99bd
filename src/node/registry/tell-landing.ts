import type { Octokit } from "octokit";

import type { Judgement } from "./judge.ts";
import { keepCheck, keepFirst } from "./post-report.ts";
import { standOf } from "./stand.ts";
import { describeJudged, tellPullRequest } from "./tell.ts";
import { reviewReport } from "./untrusted-report.ts";
import { githubForge } from "../forge.ts";
import type { RepositoryName } from "../forge-commit.ts";
import type { SubmissionStatus } from "../../core/review/state/submission-state.ts";

/**
 * Says on a pull request what counts, whatever a forged review said before: comment, labels, check. Opens no package, so that files are
 * not compared. Gives where it stands.
 *
 * @throws ForgeError
 */
export async function tellLanding(
  number: number,
  judgement: Judgement,
  { octokit, name, now }: { readonly octokit: Octokit; readonly name: RepositoryName; readonly now: Date },
): Promise<SubmissionStatus> {
  const forge = githubForge(octokit, name);
  const pull = await forge.pull(number);
  const { facts, status } = await standOf(pull, judgement, { forge, now });
  const report = await describeJudged(judgement, status, () => Promise.resolve("packages are not opened here"));
  const { bots } = judgement.registry.config.policy;
  await tellPullRequest(pull, { ...report, status }, facts, { forge, bots });
  await keepFirst(octokit, name, number, bots);
  await keepCheck(octokit, name, reviewReport(judgement));
  return status;
}
