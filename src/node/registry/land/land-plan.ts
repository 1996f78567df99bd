import { isCode, isSubmission, type Judgement, type JudgePorts, MAIN, requireRegistry } from "./judge.ts";
import { isOutdated, type QueueStore } from "./keep-queue.ts";
import { LAND_STATUS } from "./land-status.ts";
import { lookOnce } from "./look-once.ts";
import { type OpenVersion, openVersions } from "./open-versions.ts";
import { submittedVersion } from "./stand.ts";
import { isPublished, isQueuePublished } from "../publish/is-published.ts";
import type { RecordStore } from "../publish/publish-record.ts";
import { dueWithdrawals } from "./withdraw.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import { registryPart } from "../../git/registry-part.ts";
import { fetchRef } from "../../git/repository.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { classifySubmission } from "../../../core/registry/submission.ts";
import { type Report, reportOf } from "../../../core/review/review.ts";
import { markedComments } from "../../../core/review/state/machine-marker.ts";
import { takesPlaceOf } from "../../../core/review/state/overtaken.ts";
import type { SubmissionReport } from "../../../core/review/reports/submission-report.ts";

/** What the recheck found of one pull request, for the job that may write. */
export interface PlanEntry {
  readonly number: number;
  readonly head: string;
  readonly report: Report;
  /** What it changes, as packages had to be opened to see. */
  readonly more: Pick<SubmissionReport, "comparison">;
}

/** What one run of the merge job looks at. */
export interface LandRound {
  /** Judges what something was said of, too. */
  readonly everything: boolean;
  /** Pull requests up to this number had their turn. */
  readonly after: number;
}

/** What is to be done now. */
export interface LandPlan {
  /** The main branch everything was judged against. */
  readonly base: string;
  readonly entries: readonly PlanEntry[];
  /** Versions that take the place of some in the entries. */
  readonly open: readonly OpenVersion[];
  /** There is more to do after this: another round is needed. */
  readonly next: LandRound | null;
  /** Main has what was not published: a job may have been stopped between landing and saying so. */
  readonly unpublished: boolean;
  /** The time of a held version is over. */
  readonly withdraws: boolean;
  /** The public queue names what is not open any more. */
  readonly outdated: boolean;
}

/** Pull requests of one round, so that no round takes long. */
const MOST = 50;

type PlanPorts = JudgePorts & {
  readonly forge: Forge;
  readonly record: Pick<RecordStore, "read">;
  readonly queue: Pick<QueueStore, "read">;
};

/**
 * Judges every open pull request of which nothing was said yet, and those on which people have spoken since. Needs to write nothing.
 * Of an app or developer one that may land is in a plan: what lands first can change what is to be said of the next.
 *
 * @throws ForgeError, GitError
 */
export async function planLandings(round: LandRound, given: PlanPorts): Promise<LandPlan> {
  const ports = { ...given, names: given.names ?? new Map() };
  const { forge, repository, remote } = ports;
  const base = await fetchRef(repository, remote, MAIN);
  const queue = await ports.queue.read();
  // What waits changes often; it is published when something else is, or with the sweep.
  const unpublished =
    !(await isPublished(base, ports)) || (round.everything && !(await isQueuePublished(queue, ports)));
  const withdraws = (await dueWithdrawals(base, ports)).length > 0;
  const { bots } = requireRegistry(await registryPart(repository, base, [])).config.policy;
  // Whoever landed them may have been stopped before saying so.
  const isFirst = round.after === 0;
  const told = isFirst && (unpublished || round.everything) ? await untold(bots, forge) : [];
  const pulls = await forge.openPulls();
  const { fresh, left } = await freshPulls(pulls, MOST - told.length, round, { forge, bots });
  const look = lookOnce(base, ports);
  const open = await openVersions(pulls, fresh, look, ports);
  const entries: PlanEntry[] = [];
  const undone = left === null ? [] : [left];
  const subjects = new Set<string>();
  for (const pull of fresh) {
    const read = await look.read(pull);
    if (isCode(read)) continue;
    const version = submittedVersion(pull.number, read);
    const isOvertaken = version !== null && open.some((each) => takesPlaceOf(each, version));
    const subject = isOvertaken ? null : subjectOf(read.changes);
    if (subject !== null && subjects.has(subject)) {
      undone.push(pull.number);
      continue;
    }
    const { judgement, more } = await look.judge(pull);
    if (!isSubmission(judgement)) continue;
    if (subject !== null && judgement.report.verdict !== "fail") subjects.add(subject);
    entries.push({ number: pull.number, head: judgement.head, report: judgement.report, more });
  }
  const next = undone.length === 0 ? null : nextRound(round, Math.min(...undone));
  const outdated = isOutdated(
    queue,
    pulls.filter(({ draft }) => !draft),
  );
  return { base, entries: [...told, ...entries], open, next, unpublished, withdraws, outdated };
}

/** What was said of is not new any more; where everything is judged, only the number tells what had its turn. */
function nextRound({ everything }: LandRound, undone: number): LandRound {
  return { everything, after: everything ? undone - 1 : 0 };
}

/** Pull requests that are to be judged, no more than `most`, and the first one that is left for another round. */
async function freshPulls(
  pulls: readonly PullRequest[],
  most: number,
  { everything, after }: LandRound,
  { forge, bots }: { readonly forge: Forge; readonly bots: readonly number[] },
): Promise<{ readonly fresh: readonly PullRequest[]; readonly left: number | null }> {
  const fresh: PullRequest[] = [];
  for (const pull of pulls) {
    if (pull.draft || pull.number <= after) continue;
    if (!everything && !(await isNew(pull, bots, forge))) continue;
    if (fresh.length >= most) return { fresh, left: pull.number };
    fresh.push(pull);
  }
  return { fresh, left: null };
}

/** Submissions that were merged and of which it was not said. What the machine never spoke of is code. */
async function untold(bots: readonly number[], forge: Forge): Promise<readonly PlanEntry[]> {
  const entries: PlanEntry[] = [];
  for (const { number, head } of await forge.mergedPulls()) {
    if ((await forge.status(head, LAND_STATUS))?.state === "success") continue;
    if (markedComments(await forge.comments(number), "review", { bots }).length === 0) continue;
    entries.push({ number, head, report: reportOf(null, []), more: { comparison: null } });
  }
  return entries;
}

/** Whether nothing was said of its head, or people have spoken since. */
async function isNew({ number, head }: PullRequest, bots: readonly number[], forge: Forge): Promise<boolean> {
  const said = await forge.status(head, LAND_STATUS);
  if (said === null) return true;
  const [comments, reviews] = await Promise.all([forge.comments(number), forge.reviews(number)]);
  return [...comments, ...reviews].some(({ author, at }) => !bots.includes(author) && at >= said.at);
}

/** The app or developer that changes are about. */
function subjectOf(changes: Judgement["changes"]): string | null {
  const classified = classifySubmission(changes, nodePackagePorts.sha256);
  const place = classified.ok ? classified.changes[0]?.place : undefined;
  if (place === undefined) return null;
  return "app" in place ? place.app : "developer" in place ? place.developer : place.kind;
}
