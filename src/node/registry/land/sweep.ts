import { fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import { doDue } from "./do-due.ts";
import { isSubmission, type Judgement, judgePullRequest } from "./judge.ts";
import { type Landing, landPullRequest, type LandPorts } from "./land.ts";
import { pullFacts } from "./pull-facts.ts";
import { statusAmong, submittedVersion } from "./stand.ts";
import { describeJudged, tellPullRequest } from "./tell.ts";
import type { PullRequest } from "../../forge.ts";
import type { OpenSubmission } from "../../../core/review/state/overtaken.ts";
import type { PullFacts } from "../../../core/review/state/pull-facts.ts";
import type { SubmissionState, SubmissionStatus } from "../../../core/review/state/submission-state.ts";
import { type SweepAction, sweepActions } from "../../../core/review/state/sweep.ts";

/** What was done about one pull request. */
export interface SweptPull {
  readonly number: number;
  readonly status: SubmissionStatus;
  readonly actions: readonly SweepAction[];
  /** Of what was to be landed. */
  readonly landing: Landing | null;
}

interface Judged {
  readonly pull: PullRequest;
  readonly judgement: Judgement;
  readonly facts: PullFacts;
}

/** Submissions in these states take nobody's place. */
const OUT_OF_THE_WAY: ReadonlySet<SubmissionState> = new Set(["draft", "rejected", "withdrawn"]);

/**
 * Looks after every open pull request with a submission: judges it, says where it stands, and does what is due. Done again it does
 * nothing more, wherever it was killed.
 *
 * @throws ForgeError, GitError
 */
export async function sweepPullRequests(ports: LandPorts): Promise<readonly SweptPull[]> {
  const { forge, now } = ports;
  const judged: Judged[] = [];
  for (const number of await forge.openPulls()) {
    const pull = await forge.pull(number);
    const judgement = await judgePullRequest(number, pull.author, ports);
    // What moved meanwhile is for the next sweep.
    if (!pull.open || pull.head !== judgement.head || !isSubmission(judgement)) continue;
    const facts = await pullFacts(forge, pull, judgement.registry.config.policy, now);
    judged.push({ pull, judgement, facts });
  }
  const open = judged.flatMap(({ pull: { number }, judgement, facts }): readonly OpenSubmission[] => {
    const version = submittedVersion(number, judgement);
    const { state } = statusAmong(number, judgement, facts, now);
    return version === null || OUT_OF_THE_WAY.has(state) ? [] : [{ ...version, verdict: judgement.report.verdict }];
  });
  const swept: SweptPull[] = [];
  for (const each of judged) swept.push(await sweepOne(each, open, ports));
  return swept;
}

async function sweepOne(
  { pull, judgement, facts }: Judged,
  open: readonly OpenSubmission[],
  ports: LandPorts,
): Promise<SweptPull> {
  const { forge, now } = ports;
  const { number } = pull;
  const { policy } = judgement.registry.config;
  const status = statusAmong(number, judgement, facts, now, open);
  const report = await describeJudged(judgement, status, ports.fetchRemote ?? fetchFromNetwork(policy));
  const machine = { forge, bots: policy.bots };
  await tellPullRequest(pull, { ...report, status }, facts, machine);
  const actions = sweepActions(status, facts, policy, now);
  let landing: Landing | null = null;
  // Others may have landed since it was judged.
  if (actions.some(({ action }) => action === "land")) landing = await landPullRequest(number, ports);
  await doDue(number, actions, { facts, judgement, status }, ports);
  if (landing?.outcome === "landed" || actions.some(({ action }) => action === "close")) {
    const ended = await forge.pull(number);
    const after = await pullFacts(forge, ended, policy, now);
    const told = { ...report, status: statusAmong(number, judgement, after, now, open) };
    await tellPullRequest(ended, told, after, machine);
  }
  return { number, status, actions, landing };
}
