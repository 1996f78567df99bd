import { type Judgement, type JudgePorts, judgePullRequest, MAIN } from "./judge.ts";
import { pullFacts } from "./pull-facts.ts";
import type { Forge, PullRequest } from "../forge.ts";
import type { WrittenMerge } from "../forge-commit.ts";
import { ForgeError } from "../forge-error.ts";
import { mosisVersion } from "../mosis-version.ts";
import { nodePackagePorts } from "../package-ports.ts";
import { nextDecision } from "../../core/review/decision.ts";
import type { Report } from "../../core/review/review.ts";
import { overtakenBy } from "../../core/review/state/overtaken.ts";
import { submissionStatus, type SubmissionStatus } from "../../core/review/state/submission-state.ts";

export interface LandPorts extends JudgePorts {
  readonly forge: Forge;
}

/**
 * What became of a pull request:
 * - `landed`: merged with its decision, in one commit
 * - `waiting`: for as many reviewers to approve this commit as the report says; `approvedBy` are those who did
 * - `refused`: has to be mended
 * - `stopped`: rejected, held, withdrawn or sent back by a person; `status` says which
 * - `stale`: head or base moved again and again while it was judged; judge again
 * - `closed`, `draft`, `elsewhere` (for another branch than main): nothing to land
 */
export type Landing =
  | ({ readonly outcome: "landed"; readonly commit: string } & Judged)
  | ({ readonly outcome: "waiting" | "refused" | "stopped" } & Judged)
  | { readonly outcome: "stale"; readonly report: Report; readonly detail: string }
  | { readonly outcome: "closed" | "draft" | "elsewhere" };

interface Judged {
  readonly report: Report;
  readonly status: SubmissionStatus;
  /** Numeric accounts, in the order of their approvals. */
  readonly approvedBy: readonly number[];
}

const MAIN_BRANCH = MAIN.slice("refs/heads/".length);
/** Main moves when others land; a pull request that lands is judged against it again. */
const ATTEMPTS = 3;
const MAX_TITLE = 100;

/**
 * Judges a pull request against the registry as it is now and, if its state is `approved`, lands exactly what was judged: one commit on
 * top of the main branch that was compared, with the judged files and the decision, and the judged head as its second parent.
 *
 * @throws ForgeError, GitError
 */
export async function landPullRequest(number: number, ports: LandPorts): Promise<Landing> {
  for (let attempt = 1; ; attempt += 1) {
    const landing = await tryLand(number, ports);
    if (landing.outcome !== "stale" || landing.isHead || attempt === ATTEMPTS) return landing;
  }
}

type Attempt = Exclude<Landing, { outcome: "stale" }> | (Extract<Landing, { outcome: "stale" }> & { isHead: boolean });

async function tryLand(number: number, ports: LandPorts): Promise<Attempt> {
  const { forge, now } = ports;
  const pull = await forge.pull(number);
  const nothing = nothingToLand(pull);
  if (nothing !== null) return { outcome: nothing };
  const judgement = await judgePullRequest(number, pull.author, ports);
  const { report, head, registry, subject } = judgement;
  // What people said is read after the judgement, which takes its time: the last word before landing counts.
  const latest = await forge.pull(number);
  const isGone = nothingToLand(latest);
  if (isGone !== null) return { outcome: isGone };
  if (latest.head !== head) {
    const detail = `The branch moved from ${head} to ${latest.head} while it was judged.`;
    return { outcome: "stale", report, detail, isHead: true };
  }
  const { policy } = registry.config;
  const facts = await pullFacts(forge, latest, policy, now);
  const submitted = subject?.version ?? null;
  const overtaken =
    submitted === null
      ? null
      : overtakenBy(
          { number, app: submitted.app_id, track: submitted.track, versionCode: submitted.version_code },
          registry.apps.get(submitted.app_id),
        );
  const status = submissionStatus(facts, { policy, report, overtakenBy: overtaken, now });
  const approvedBy = status.standing.approvals.map(({ by }) => by);
  const judged = { report, status, approvedBy };
  if (status.state !== "approved") return { outcome: outcomeOf(status, report), ...judged };
  try {
    const commit = await forge.land(MAIN, mergeOf(latest, judgement, status));
    return { outcome: "landed", commit, ...judged };
  } catch (error) {
    if (!(error instanceof ForgeError && error.code === "stale")) throw error;
    return { outcome: "stale", report, detail: error.message, isHead: false };
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

function mergeOf(pull: PullRequest, judgement: Judgement, { standing, needed }: SubmissionStatus): WrittenMerge {
  const { report, changes, main: base, head, sample } = judgement;
  const acts = needed === 0 ? [] : standing.approvals;
  const verdict = needed === 0 ? "merge" : "approved";
  const input = { verdict, report, changes, base, head, acts, sample, validatorVersion: mosisVersion() } as const;
  const decision = nextDecision(input, judgement, nodePackagePorts.sha256);
  const files = [
    ...changes.map(({ path, after }) => ({ path, bytes: after })),
    ...(decision === null ? [] : [decision]),
  ];
  return { base, head, files, message: messageOf(pull) };
}

/** The title as one line that tells the forge nothing, such as to skip workflows. */
function messageOf({ number, title }: PullRequest): string {
  const text = title
    .replaceAll(/[\p{C}\p{Z}]+/gu, " ")
    .replaceAll(/[[\]]/g, "")
    .trim();
  return `${text.slice(0, MAX_TITLE)} (#${number})`;
}
