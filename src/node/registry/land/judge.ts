import { fetchNamed, fetchProofs } from "../fetch-named.ts";
import { type FetchProof, fetchProof as fetchProofFromNetwork } from "../fetch-proof.ts";
import { type FetchRemote, fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import { pullRequestChanges } from "../../git/pull-request.ts";
import { type NamesByTree, registryNames } from "../../git/registry-names.ts";
import { registryPart } from "../../git/registry-part.ts";
import { fetchRef, type GitRemote, type GitRepository } from "../../git/repository.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import type { NodeChecker } from "../../checking/check-subject.ts";
import { checkInWorker } from "../../checking/check-in-worker.ts";
import { Bug } from "../../../core/findings/bug.ts";
import type { Finding } from "../../../core/findings/finding.ts";
import type { AppId } from "../../../core/ids/ids.ts";
import type { PackageReport } from "../../../core/package/check-package.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../../core/registry/model.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";
import type { Change } from "../../../core/registry/submission.ts";
import type { FetchedFiles } from "../../../core/review/fetched.ts";
import { type Report, reportOf, review } from "../../../core/review/review.ts";
import { bringsNames } from "../../../core/review/similar.ts";
import { NameIndex } from "../../../core/names/name-index.ts";
import { isSampled, sampleFinding } from "../../../core/review/sample.ts";
import { submissionSubject, type SubmissionSubject } from "../../../core/review/subject.ts";

export interface JudgePorts {
  readonly repository: GitRepository;
  readonly remote: GitRemote;
  /** From the network, by the registry's policy, when left out. */
  readonly fetchRemote?: FetchRemote;
  /** From the network when left out. */
  readonly fetchProof?: FetchProof;
  /** How many open reports of users there are about an app; nobody is asked when left out. */
  readonly openReports?: (app: AppId) => Promise<number>;
  /**
   * When an account opened other submissions in the last 24 hours, before a pull request; of fewer than `most` it is not sure that
   * all are submissions. Nobody is asked when left out.
   */
  readonly recentSubmissions?: (author: number, before: number, most: number) => Promise<readonly Date[]>;
  /** Draws the sample; only landing has it, and without it nothing is drawn. */
  readonly sampleSecret?: Uint8Array;
  /** Checks packages; in the worker of this process when left out. */
  readonly checker?: NodeChecker;
  /** Kept between judgements, so that names of apps that did not change are not read again. */
  readonly names?: NamesByTree;
  readonly now: Date;
}

/** A pull request held against the main branch as it is. */
export interface Judgement {
  readonly report: Report;
  /** Commits that were compared. */
  readonly main: string;
  readonly head: string;
  /** None when the pull request is no submission. */
  readonly changes: readonly Change[];
  readonly fetched: FetchedFiles;
  /** What the rules of packages say of the package among them; null where there is none. */
  readonly checked: PackageReport | null;
  /** The part of the registry that the changes are about. */
  readonly files: RegistryFiles;
  readonly registry: Registry;
  readonly subject: SubmissionSubject | null;
  readonly sample: boolean | null;
}

/** Of a pull request whose packages nobody has, or has any more. */
export const NOTHING_FETCHED: Pick<Judgement, "fetched" | "checked"> = { fetched: new Map(), checked: null };

/** The main branch of a registry. */
export const MAIN = "refs/heads/main";

/** What a pull request submits, before it is judged. */
export type ReadSubmission = Omit<Judgement, "report" | "fetched" | "checked" | "sample"> & {
  readonly number: number;
  /** Why it is no submission whatever its files say. */
  readonly findings: readonly Finding[];
};

/**
 * Reads what a pull request submits beside the main branch. Its own code is never run: its head is read as Git objects.
 *
 * @param main commit of the main branch, which was fetched
 * @throws GitError
 */
export async function readSubmission(
  number: number,
  main: string,
  { repository, remote }: Pick<JudgePorts, "repository" | "remote">,
): Promise<ReadSubmission> {
  const head = await fetchRef(repository, remote, `refs/pull/${number}/head`);
  const diff = await pullRequestChanges(repository, main, head);
  const changes = diff.ok ? diff.changes : [];
  const files = await registryPart(repository, main, changes);
  const registry = requireRegistry(files);
  const subject = submissionSubject(changes, registry, nodePackagePorts.sha256);
  return { number, main, head, changes, files, registry, subject, findings: diff.ok ? [] : diff.findings };
}

/**
 * Judges a pull request against the registry as it is at a commit of the main branch, which was fetched.
 *
 * @param author numeric account of whoever opened it
 * @throws GitError
 */
export async function judgePullRequest(
  number: number,
  author: number,
  main: string,
  ports: JudgePorts,
): Promise<Judgement> {
  return judgeSubmission(await readSubmission(number, main, ports), author, ports);
}

/** Judges what was read of a pull request. */
export async function judgeSubmission(
  { number, findings, ...read }: ReadSubmission,
  author: number,
  ports: JudgePorts,
): Promise<Judgement> {
  const { repository, now } = ports;
  const { main, changes, registry, subject } = read;
  if (findings.length > 0) return { ...read, ...NOTHING_FETCHED, report: reportOf(null, findings), sample: null };
  const files = await fetchNamed(changes, ports.fetchRemote ?? fetchFromNetwork(registry.config.policy));
  const proofs = await fetchProofs(changes, registry, ports.fetchProof ?? fetchProofFromNetwork());
  const fetched = new Map([...files, ...proofs]);
  const version = subject?.version ?? null;
  const checked = version === null ? null : await checkFetched(fetched.get(version.package.url), ports.checker);
  const openReports = subject === null ? 0 : ((await ports.openReports?.(subject.app)) ?? 0);
  const names = bringsNames({ base: registry, changes }, nodePackagePorts)
    ? await registryNames(repository, main, ports.names)
    : new NameIndex([]);
  const { submissions_per_day: most } = registry.config.policy;
  const recent = most === undefined ? [] : ((await ports.recentSubmissions?.(author, number, most)) ?? []);
  const input = { base: registry, changes, author, fetched, now, openReports, names, recent };
  const report = review({ ...input, ...(checked !== null && { checked }) }, nodePackagePorts);
  return { ...read, fetched, checked, ...sampled(report, subject, ports) };
}

/** What the rules of packages say of what was fetched; null where nothing was. */
export async function checkFetched(
  archive: Uint8Array | string | undefined,
  checker: NodeChecker = checkInWorker,
): Promise<PackageReport | null> {
  return archive instanceof Uint8Array ? checker({ kind: "archive", archive }) : null;
}

/** Whether a pull request touches nothing of the registry: people merge it, and no machine says anything about it. */
export function isCode({ changes }: Pick<Judgement, "changes">): boolean {
  const isOfRegistry = (path: string): boolean => `${path}/`.startsWith(REGISTRY_FOLDER);
  return changes.length > 0 && !changes.some(({ path }) => isOfRegistry(path));
}

/**
 * Whether a pull request is a submission, good or bad. What cannot even be compared with main, and is not known to be about the
 * registry, may be code: that is for people.
 */
export function isSubmission(judgement: Pick<Judgement, "changes" | "report">): boolean {
  const { changes, report } = judgement;
  if (changes.length > 0) return !isCode(judgement);
  return report.findings.some(({ file }) => file?.startsWith(REGISTRY_FOLDER) === true);
}

/** Draws the sample, and asks for a person where it draws what would land by itself. */
export function sampled(
  report: Report,
  subject: SubmissionSubject | null,
  { sampleSecret }: JudgePorts,
): Pick<Judgement, "report" | "sample"> {
  const version = subject?.version ?? null;
  if (sampleSecret === undefined || version === null) return { report, sample: null };
  const sample = isSampled(version.package.content_digest, sampleSecret, nodePackagePorts.sha256);
  if (!sample || report.verdict !== "merge") return { report, sample };
  return { report: reportOf(report.kind, [...report.findings, sampleFinding()]), sample };
}

/** The registry in its files. Main is only ever what was judged, so it can be read. */
export function requireRegistry(files: RegistryFiles): Registry {
  const { registry, findings } = readRegistry(files, nodePackagePorts.sha256);
  if (registry === null) throw new Bug(`the registry's main branch is broken: ${findings[0]?.message}`);
  return registry;
}
