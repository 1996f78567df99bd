import {
  isSubmission,
  type Judgement,
  judgePullRequest,
  type JudgePorts,
  MAIN,
  requireRegistry,
  sampled,
} from "./judge.ts";
import { type Landing, landJudged, type LandPorts } from "./land.ts";
import { fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import type { RecordStore } from "../publish/publish-record.ts";
import { describeJudged } from "./tell.ts";
import type { Forge } from "../../forge.ts";
import { pullRequestChanges } from "../../git/pull-request.ts";
import { registryPart } from "../../git/registry-part.ts";
import { fetchRef, type GitRepository, readCommit } from "../../git/repository.ts";
import { findFolder } from "../../git/trees.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { equalBytes } from "../../../core/bytes.ts";
import type { RegistryFiles } from "../../../core/registry/model.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";
import { classifySubmission } from "../../../core/registry/submission.ts";
import { type Report, reportOf } from "../../../core/review/review.ts";
import { markedComments } from "../../../core/review/state/machine-marker.ts";
import type { SubmissionReport } from "../../../core/review/reports/submission-report.ts";
import { submissionSubject } from "../../../core/review/subject.ts";

/** What the recheck found of one pull request, for the job that may write. */
export interface PlanEntry {
  readonly number: number;
  readonly head: string;
  readonly report: Report;
  /** What it changes, as packages had to be opened to see. */
  readonly more: Pick<SubmissionReport, "comparison" | "calls">;
}

/** What is to be done now. */
export interface LandPlan {
  /** The main branch everything was judged against. */
  readonly base: string;
  readonly entries: readonly PlanEntry[];
  /** There is more to do after this: another round is needed. */
  readonly more: boolean;
  /** Main has what was not published: a job may have been stopped between landing and saying so. */
  readonly unpublished: boolean;
}

/** What became of an entry; `merged` had been landed before, perhaps by a job that was killed before it told anybody. */
export interface PlannedLanding {
  readonly outcome: Landing["outcome"] | "merged";
  /** What to tell about; null where there is nothing to say. */
  readonly judgement: Judgement | null;
}

/** The commit status in which it is kept that something was said of a head, and when. */
export const LAND_STATUS = "mosis/merge";
/** Pull requests of one round, so that no round takes long. */
const MOST = 50;

/**
 * Judges every open pull request of which nothing was said yet, and those on which people have spoken since. Needs to write nothing.
 *
 * @param everything judges all of them again
 */
export async function planLandings(
  { everything }: { readonly everything: boolean },
  ports: JudgePorts & { readonly forge: Forge; readonly record: Pick<RecordStore, "read"> },
): Promise<LandPlan> {
  const { forge, repository, remote } = ports;
  const base = await fetchRef(repository, remote, MAIN);
  const unpublished = !(await isPublished(base, ports));
  const { bots } = requireRegistry(await registryPart(repository, base, [])).config.policy;
  // Whoever landed them may have been stopped before saying so.
  const entries = unpublished || everything ? await untold(bots, forge) : [];
  const subjects = new Set<string>();
  let more = false;
  for (const number of await forge.openPulls()) {
    if (entries.length === MOST) return { base, entries, more: true, unpublished };
    const pull = await forge.pull(number);
    if (pull.draft || (!everything && !(await isNew(number, pull.head, bots, forge)))) continue;
    const judgement = await judgePullRequest(number, pull.author, ports);
    if (!isSubmission(judgement)) continue;
    if (judgement.main !== base) return { base, entries, more: true, unpublished };
    // What lands first can change what is to be said of the next about the same app or developer.
    const subject = judgement.report.verdict === "fail" ? null : subjectOf(judgement.changes);
    if (subject !== null && subjects.has(subject)) {
      more = true;
      continue;
    }
    if (subject !== null) subjects.add(subject);
    const fetchRemote = ports.fetchRemote ?? fetchFromNetwork(judgement.registry.config.policy);
    const { comparison, calls } = await describeJudged(judgement, null, fetchRemote);
    entries.push({ number, head: judgement.head, report: judgement.report, more: { comparison, calls } });
  }
  return { base, entries, more, unpublished };
}

/**
 * Lands one entry of a plan in a job that may write, and takes from the plan no more than the report: that the changes are those of a
 * submission and what people said is looked at again, from Git objects and comments, without opening a package.
 *
 * @param plan names the main branch it was made for
 */
export async function landPlanned(
  { number, head, report }: Pick<PlanEntry, "number" | "head" | "report">,
  { base }: Pick<LandPlan, "base">,
  ports: Omit<LandPorts, "fetchRemote">,
): Promise<PlannedLanding> {
  const { forge, repository, remote } = ports;
  const pull = await forge.pull(number);
  const main = await fetchRef(repository, remote, MAIN);
  if ((await fetchRef(repository, remote, `refs/pull/${number}/head`)) !== head) {
    return { outcome: "stale", judgement: null };
  }
  const diff = await pullRequestChanges(repository, main, head);
  const changes = diff.ok ? diff.changes : [];
  const files = await registryPart(repository, main, changes);
  const registry = requireRegistry(files);
  const subject = submissionSubject(changes, registry, nodePackagePorts.sha256);
  const common = { main, head, changes, fetched: new Map(), files, registry, subject, sample: null };
  if (!pull.open) {
    return pull.merged
      ? { outcome: "merged", judgement: { ...common, report } }
      : { outcome: "closed", judgement: null };
  }
  // What a round landed before does not matter unless it is about the same app or its owner.
  if (!isSame(await registryPart(repository, base, changes), files)) return { outcome: "stale", judgement: null };
  const classified = diff.ok ? classifySubmission(changes, nodePackagePorts.sha256) : diff;
  const own = classified.ok ? sampled(report, subject, ports) : { report: reportOf(null, classified.findings) };
  const judgement: Judgement = { ...common, ...own };
  const { outcome } = await landJudged(number, judgement, ports);
  const isSaid = outcome === "landed" || outcome === "waiting" || outcome === "refused" || outcome === "stopped";
  return { outcome, judgement: isSaid ? judgement : null };
}

/** Submissions that were merged and of which it was not said. What the machine never spoke of is code. */
async function untold(bots: readonly number[], forge: Forge): Promise<PlanEntry[]> {
  const entries: PlanEntry[] = [];
  for (const { number, head } of await forge.mergedPulls()) {
    if ((await forge.status(head, LAND_STATUS))?.state === "success") continue;
    if (markedComments(await forge.comments(number), "review", { bots }).length === 0) continue;
    entries.push({ number, head, report: reportOf(null, []), more: { comparison: null, calls: [] } });
  }
  return entries;
}

async function isPublished(
  main: string,
  { repository, record }: Pick<JudgePorts, "repository"> & { readonly record: Pick<RecordStore, "read"> },
): Promise<boolean> {
  const published = await record.read();
  return published !== null && isSameRegistry(repository, published.commit, main);
}

/** Whether two commits have the same registry, whatever else differs. */
async function isSameRegistry(repository: GitRepository, one: string, other: string): Promise<boolean> {
  const folder = REGISTRY_FOLDER.slice(0, -1);
  const trees = [one, other].map(async (commit) =>
    findFolder(repository, (await readCommit(repository, commit)).tree, folder),
  );
  const [a, b] = await Promise.all(trees);
  return a === b;
}

/** Whether nothing was said of its head, or people have spoken since. */
async function isNew(number: number, head: string, bots: readonly number[], forge: Forge): Promise<boolean> {
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

/** Whether two commits have the same files. */
function isSame(before: RegistryFiles, after: RegistryFiles): boolean {
  const isEqual = ([path, bytes]: readonly [string, Uint8Array]): boolean => {
    const other = after.get(path);
    return other !== undefined && equalBytes(bytes, other);
  };
  return before.size === after.size && [...before].every(isEqual);
}
