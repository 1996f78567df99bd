import { isCode, type Judgement, type JudgePorts, judgePullRequest, MAIN } from "./judge.ts";
import { landedStanding, type Standing, standOf } from "./stand.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import type { WrittenMerge } from "../../forge-commit.ts";
import { ForgeError } from "../../forge-error.ts";
import { fetchRef } from "../../git/repository.ts";
import { mosisVersion } from "../../mosis-version.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { nextDecision } from "../../../core/review/decision.ts";
import type { Report } from "../../../core/review/review.ts";
import { oneLine } from "../../../core/text/one-line.ts";
import { landedStates, timelineOf } from "../../../core/review/state/timeline.ts";
import type { OpenSubmission } from "../../../core/review/state/overtaken.ts";
import type { SubmissionStatus } from "../../../core/review/state/submission-state.ts";

export interface LandPorts extends JudgePorts {
  readonly forge: Forge;
}

/**
 * What became of a pull request:
 * - `landed`: merged with its decision, in one commit
 * - `waiting`: for as many reviewers to approve this commit as the report says; `approvedBy` are those who did
 * - `refused`: has to be mended
 * - `stopped`: rejected, held, withdrawn or sent back by a person; `status` says which
 * - `stale`: head or base moved (again and again) while it was judged; judge again
 * - `closed`, `draft`, `elsewhere` (for another branch than main), `code` (nothing of the registry; for people): nothing to land
 */
export type Landing =
  | ({ readonly outcome: "landed"; readonly commit: string } & Judged)
  | ({ readonly outcome: "waiting" | "refused" | "stopped" } & Judged)
  | {
      readonly outcome: "stale";
      readonly moved: "head" | "base";
      readonly report: Report;
      readonly detail: string;
    }
  | { readonly outcome: "closed" | "draft" | "elsewhere" | "code" };

interface Judged {
  readonly report: Report;
  readonly status: SubmissionStatus;
  /** Where it stands now. */
  readonly standing: Standing;
  /** Numeric accounts, in the order of their approvals. */
  readonly approvedBy: readonly number[];
}

const MAIN_BRANCH = MAIN.slice("refs/heads/".length);
/** Main moves when others land; a pull request that lands is judged against it again. */
const ATTEMPTS = 3;
const MAX_TITLE = 100;

/**
 * Judges a pull request against the registry as it is now, and lands it if it may.
 *
 * @throws ForgeError, GitError
 */
export async function landPullRequest(number: number, ports: LandPorts): Promise<Landing> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await ports.forge.pull(number);
    const nothing = nothingToLand(before);
    if (nothing !== null) return { outcome: nothing };
    const main = await fetchRef(ports.repository, ports.remote, MAIN);
    const judgement = await judgePullRequest(number, before.author, main, ports);
    const landing = await landJudged(await ports.forge.pull(number), judgement, ports);
    if (landing.outcome !== "stale" || landing.moved === "head" || attempt === ATTEMPTS) return landing;
  }
}

/**
 * Lands exactly what was judged, if its state is `approved`: one commit on top of the main branch that was compared, with the judged
 * files and the decision, and the judged head as its second parent. What people said is read now, after the judgement, which takes its
 * time: the last word before landing counts.
 *
 * @param pull as it is after the judgement
 * @param open versions that may take its place
 * @throws ForgeError
 */
export async function landJudged(
  pull: PullRequest,
  judgement: Judgement,
  { forge, now }: Pick<LandPorts, "forge" | "now">,
  open: readonly OpenSubmission[] = [],
): Promise<Landing> {
  const { report, head } = judgement;
  const nothing = nothingToLand(pull);
  if (nothing !== null) return { outcome: nothing };
  if (isCode(judgement)) return { outcome: "code" };
  if (pull.head !== head) {
    const detail = `The branch moved from ${head} to ${pull.head} while it was judged.`;
    return { outcome: "stale", moved: "head", report, detail };
  }
  const standing = await standOf(pull, judgement, { forge, now }, open);
  const { status } = standing;
  const judged = { report, status, standing, approvedBy: status.standing.approvals.map(({ by }) => by) };
  if (status.state !== "approved") return { outcome: outcomeOf(status, report), ...judged };
  try {
    const commit = await forge.land(MAIN, await mergeOf(pull, judgement, standing, { forge, now }));
    return { outcome: "landed", commit, ...judged, standing: landedStanding(standing, judgement, now) };
  } catch (error) {
    if (!(error instanceof ForgeError && error.code === "stale")) throw error;
    return { outcome: "stale", moved: "base", report, detail: error.message };
  }
}

function nothingToLand({ open, base, draft }: PullRequest): "closed" | "draft" | "elsewhere" | null {
  if (!open) return "closed";
  if (base !== MAIN_BRANCH) return "elsewhere";
  return draft ? "draft" : null;
}

function outcomeOf({ state }: SubmissionStatus, { verdict }: Report): "waiting" | "refused" | "stopped" {
  if (state === "in_review") return "waiting";
  return state === "changes_requested" && verdict === "fail" ? "refused" : "stopped";
}

async function mergeOf(
  pull: PullRequest,
  judgement: Judgement,
  { facts, status: { standing, needed } }: Standing,
  { forge, now }: Pick<LandPorts, "forge" | "now">,
): Promise<WrittenMerge> {
  const { report, changes, main: base, head, sample, registry } = judgement;
  const acts = needed === 0 ? [] : standing.approvals;
  const verdict = needed === 0 ? "merge" : "approved";
  const labels = await forge.labelEvents(pull.number);
  const timeline = timelineOf(facts, labels, registry.config.policy, landedStates(acts, now));
  const common = { report, changes, base, head, sample, timeline, validatorVersion: mosisVersion() } as const;
  const input = { ...common, verdict, acts, submission: pull.number } as const;
  const decision = nextDecision(input, judgement, nodePackagePorts.sha256);
  const files = [
    ...changes.map(({ path, after }) => ({ path, bytes: after })),
    ...(decision === null ? [] : [decision]),
  ];
  return { base, head, files, message: messageOf(pull) };
}

/** The title as one line that tells the forge nothing, such as to skip workflows. */
function messageOf({ number, title }: PullRequest): string {
  return `${oneLine(title.replaceAll(/[[\]]/g, ""), MAX_TITLE)} (#${number})`;
}
