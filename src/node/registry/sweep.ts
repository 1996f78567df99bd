import { fetchRemote as fetchFromNetwork } from "./fetch-remote.ts";
import { isCode, type Judgement, judgePullRequest, MAIN } from "./judge.ts";
import { type Landing, landPullRequest, type LandPorts } from "./land.ts";
import { pullFacts } from "./pull-facts.ts";
import { statusAmong, submittedVersion } from "./stand.ts";
import { describeJudged, tellPullRequest } from "./tell.ts";
import type { PullRequest } from "../forge.ts";
import { mosisVersion } from "../mosis-version.ts";
import { nodePackagePorts } from "../package-ports.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { nextDecision } from "../../core/review/decision.ts";
import { answerText } from "../../core/review/reports/answer.ts";
import { machineMarker, markedComments } from "../../core/review/state/machine-marker.ts";
import type { OpenSubmission } from "../../core/review/state/overtaken.ts";
import type { PullFacts } from "../../core/review/state/pull-facts.ts";
import type { SubmissionState, SubmissionStatus } from "../../core/review/state/submission-state.ts";
import { type SweepAction, sweepActions } from "../../core/review/state/sweep.ts";

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
    const isSubmission = touchesRegistry(judgement) && !isCode(judgement);
    if (!pull.open || pull.head !== judgement.head || !isSubmission) continue;
    const facts = await pullFacts(forge, pull, judgement.registry.config.policy, now);
    judged.push({ pull, judgement, facts });
  }
  const open = judged.flatMap(({ pull: { number }, judgement, facts }): readonly OpenSubmission[] => {
    const version = submittedVersion(number, judgement);
    const { state } = statusAmong(number, judgement, facts, now);
    return version === null || OUT_OF_THE_WAY.has(state)
      ? []
      : [{ ...version, verdict: judgement.report.verdict }];
  });
  const swept: SweptPull[] = [];
  for (const each of judged) swept.push(await sweepOne(each, open, ports));
  return swept;
}

/** What cannot even be compared with main, and is not known to be about the registry, may be code: that is for people. */
function touchesRegistry({ changes, report }: Judgement): boolean {
  return changes.length > 0 || report.findings.some(({ file }) => file?.startsWith(REGISTRY_FOLDER) === true);
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
  for (const action of actions) {
    switch (action.action) {
      case "judge":
        break;
      case "land":
        // Others may have landed since it was judged.
        landing = await landPullRequest(number, ports);
        break;
      case "close":
        await closePull(number, action, { facts, judgement, status }, ports);
        break;
      case "remind": {
        const names = policy.reviewers.map(({ login }) => `@${login}`).join(" ");
        const whom = action.whom === "reviewer" ? `${names} ` : "";
        await forge.writeComment(number, null, `${whom}${action.message}\n\n${action.marker}`);
        break;
      }
      case "answer":
        await forge.writeComment(number, null, `${answerText(action.answer)}\n\n${action.marker}`);
        break;
    }
  }
  if (landing?.outcome === "landed" || actions.some(({ action }) => action === "close")) {
    const ended = await forge.pull(number);
    const after = await pullFacts(forge, ended, policy, now);
    const told = { ...report, status: statusAmong(number, judgement, after, now, open) };
    await tellPullRequest(ended, told, after, machine);
  }
  return { number, status, actions, landing };
}

/** Says why, records a rejection, closes; each once. */
async function closePull(
  number: number,
  { as, reason }: Extract<SweepAction, { action: "close" }>,
  { facts, judgement, status }: { facts: PullFacts; judgement: Judgement; status: SubmissionStatus },
  { forge }: LandPorts,
): Promise<void> {
  const { registry } = judgement;
  if (as === "rejected") await recordRejection(number, judgement, status, { forge });
  const isSaid = markedComments(facts.comments, "reminder", registry.config.policy).some(({ value }) => value === as);
  if (!isSaid) await forge.writeComment(number, null, `${reason}\n\n${machineMarker("reminder", as)}`);
  await forge.close(number);
}

async function recordRejection(
  number: number,
  judgement: Judgement,
  { standing: { rejection } }: SubmissionStatus,
  { forge }: Pick<LandPorts, "forge">,
): Promise<void> {
  const { report, changes, main: base, head, sample, subject, files } = judgement;
  if (rejection === null || subject === null) return;
  // Of an app that is not there yet, decisions are only files.
  const isRecorded = [...files].some(([path, bytes]) => {
    return (
      path.startsWith(`decisions/${subject.app}/`) && new TextDecoder().decode(bytes).includes(`"head": "${head}"`)
    );
  });
  if (isRecorded) return;
  const input = { verdict: "rejected", report, changes, base, head, acts: [rejection.act], sample } as const;
  const decision = nextDecision({ ...input, validatorVersion: mosisVersion() }, judgement, nodePackagePorts.sha256);
  if (decision !== null) await forge.commit(MAIN, [decision], `Record the rejection of #${number}`);
}
