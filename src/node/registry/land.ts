import { fetchNamed } from "./fetch-named.ts";
import { type FetchRemote, fetchRemote as fetchFromNetwork } from "./fetch-remote.ts";
import { mosisVersion } from "../mosis-version.ts";
import { nodePackagePorts } from "../package-ports.ts";
import type { Forge, PullRequest } from "../forge.ts";
import { ForgeError } from "../forge-error.ts";
import { pullRequestChanges } from "../git/pull-request.ts";
import { registryPart } from "../git/registry-part.ts";
import { fetchRef, type GitRemote, type GitRepository } from "../git/repository.ts";
import { nextDecision } from "../../core/review/decision.ts";
import { findApprovals } from "../../core/review/approval.ts";
import { type Report, reportOf, review } from "../../core/review/review.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../core/registry/model.ts";
import { Bug } from "../../core/findings/bug.ts";

export interface LandPorts {
  readonly forge: Forge;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
  /** From the network, by the registry's policy, when left out. */
  readonly fetchRemote?: FetchRemote;
  readonly now: Date;
}

/**
 * What became of a pull request:
 * - `landed`: merged, its decision recorded
 * - `waiting`: for as many reviewers to approve this commit as the report says; `approvedBy` are those who did
 * - `refused`: has to be mended; so has a `conflict` with what landed before, about which the forge says more
 * - `stale`: head or base moved while it was judged; judge again
 * - `closed`, `draft`, `elsewhere` (for another branch than main): nothing to land
 */
export type Landing =
  | ({ readonly outcome: "landed"; readonly commit: string } & Judged)
  | ({ readonly outcome: "waiting" } & Judged)
  | { readonly outcome: "refused"; readonly report: Report }
  | { readonly outcome: "conflict" | "stale"; readonly report: Report; readonly detail: string }
  | { readonly outcome: "closed" | "draft" | "elsewhere" };

interface Judged {
  readonly report: Report;
  /** Numeric accounts, in the order of their approvals. */
  readonly approvedBy: readonly number[];
}

const MAIN_BRANCH = "main";
const MAIN = `refs/heads/${MAIN_BRANCH}`;

/**
 * Judges a pull request against the registry as it is now and, if nothing stands against it, merges exactly the commit that was
 * judged and records the decision on top. The pull request's own code is never run: its head is read as Git objects.
 *
 * @throws ForgeError, GitError
 */
export async function landPullRequest(number: number, ports: LandPorts): Promise<Landing> {
  const { forge, repository, remote } = ports;
  const pull = await forge.pull(number);
  if (!pull.open) return { outcome: "closed" };
  if (pull.base !== MAIN_BRANCH) return { outcome: "elsewhere" };
  if (pull.draft) return { outcome: "draft" };
  const main = await fetchRef(repository, remote, MAIN);
  const head = await fetchRef(repository, remote, `refs/pull/${number}/head`);
  const diff = await pullRequestChanges(repository, main, head);
  if (!diff.ok) return { outcome: "refused", report: reportOf(null, diff.findings) };
  const { changes } = diff;
  const files = await registryPart(repository, main, changes);
  const base = requireRegistry(files);
  const fetched = await fetchNamed(changes, ports.fetchRemote ?? fetchFromNetwork(base.config.policy));
  const report = review({ base, changes, author: pull.author, fetched, now: ports.now }, nodePackagePorts);
  if (report.verdict === "fail") return { outcome: "refused", report };
  const approvals =
    report.approvals === 0
      ? []
      : findApprovals(await forge.comments(number), { head, author: pull.author }, base.config.policy);
  const approvedBy = approvals.map(({ reviewer }) => reviewer);
  if (approvedBy.length < report.approvals) return { outcome: "waiting", report, approvedBy };
  const refusal = await mergeExactly(forge, pull, head);
  if (refusal !== null) return { outcome: refusal.code, report, detail: refusal.message };
  const judged = { report, changes, base: main, head, validatorVersion: mosisVersion() };
  const decision = nextDecision({ ...judged, reviewer: approvedBy[0] ?? null }, files, nodePackagePorts.sha256);
  const commit =
    decision === null
      ? await fetchRef(repository, remote, MAIN)
      : await forge.commit(MAIN, [decision], `Record the decision on #${number}`);
  return { outcome: "landed", report, commit, approvedBy };
}

function requireRegistry(files: RegistryFiles): Registry {
  const { registry, findings } = readRegistry(files, nodePackagePorts.sha256);
  if (registry === null) throw new Bug(`the registry's main branch is broken: ${findings[0]?.message}`);
  return registry;
}

/** Null when it is merged. */
async function mergeExactly(
  forge: Forge,
  { number, title }: PullRequest,
  head: string,
): Promise<{ readonly code: "stale" | "conflict"; readonly message: string } | null> {
  try {
    await forge.merge(number, head, `${title} (#${number})`);
    return null;
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    const { code, message } = error;
    if (code === "stale" || code === "conflict") return { code, message };
    throw error;
  }
}
