import { fetchRemote as fetchFromNetwork } from "./fetch-remote.ts";
import type { FetchRemote } from "./ingest.ts";
import { mosisVersion } from "../mosis-version.ts";
import { nodePackagePorts } from "../package-ports.ts";
import type { Forge } from "../forge.ts";
import { pullRequestChanges, registryFiles } from "../git/registry-history.ts";
import { fetchRef, type GitRemote, type GitRepository } from "../git/repository.ts";
import { nextDecision } from "../../core/review/decision.ts";
import { findApproval } from "../../core/review/approval.ts";
import { remoteFiles, urlProblem } from "../../core/review/fetched.ts";
import { type Report, review } from "../../core/review/review.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../core/registry/model.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import type { Change } from "../../core/registry/submission.ts";
import { Bug } from "../../core/findings/bug.ts";

export interface LandPorts {
  readonly forge: Forge;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
  readonly fetchRemote?: FetchRemote;
}

/** What became of a pull request. */
export type Landing =
  | { readonly outcome: "landed"; readonly report: Report; readonly commit: string; readonly approvedBy: number | null }
  | { readonly outcome: "waiting"; readonly report: Report }
  | { readonly outcome: "refused"; readonly report: Report }
  | { readonly outcome: "closed" };

const MAIN = "refs/heads/main";

/**
 * Judges a pull request against the registry as it is now and, if nothing stands against it, merges exactly the commit that was
 * judged and records the decision on top. The pull request's own code is never run: its head is read as Git objects.
 */
export async function landPullRequest(number: number, ports: LandPorts): Promise<Landing> {
  const { forge, repository, remote } = ports;
  const pull = await forge.pull(number);
  if (!pull.open) return { outcome: "closed" };
  const main = await fetchRef(repository, remote, MAIN);
  const head = await fetchRef(repository, remote, `refs/pull/${number}/head`);
  const files = await registryFiles(repository, main);
  const base = requireRegistry(files);
  const changes = await pullRequestChanges(repository, main, head);
  const fetched = await fetchNamed(changes, base, ports.fetchRemote ?? fetchFromNetwork);
  const report = review({ base, changes, author: pull.author, fetched }, nodePackagePorts);
  if (report.verdict === "fail") return { outcome: "refused", report };
  const approval =
    report.verdict === "merge"
      ? null
      : findApproval(await forge.comments(number), { head, author: pull.author }, base.config.policy);
  if (report.verdict === "review" && approval === null) return { outcome: "waiting", report };
  await forge.merge(number, head, `${pull.title} (#${number})`);
  const judged = { report, changes, base: main, head, validatorVersion: mosisVersion() };
  const decision = nextDecision({ ...judged, reviewer: approval?.reviewer ?? null }, files, nodePackagePorts.sha256);
  const commit =
    decision === null
      ? await fetchRef(repository, remote, MAIN)
      : await forge.commit(MAIN, [decision], `Record the decision on #${number}`);
  return { outcome: "landed", report, commit, approvedBy: approval?.reviewer ?? null };
}

function requireRegistry(files: RegistryFiles): Registry {
  const { registry, findings } = readRegistry(files, nodePackagePorts.sha256);
  if (registry === null) throw new Bug(`the registry's main branch is broken: ${findings[0]?.message}`);
  return registry;
}

/** Loads what the changed documents name, as far as policy lets us ask for it. */
async function fetchNamed(
  changes: readonly Change[],
  { config }: Registry,
  fetchRemote: FetchRemote,
): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const named = changes.flatMap(({ path, after }) => {
    if (after === null || !path.startsWith(REGISTRY_FOLDER)) return [];
    const registryPath = path.slice(REGISTRY_FOLDER.length);
    const place = parseRegistryPath(registryPath, nodePackagePorts.sha256);
    const parsed = place === null ? null : parseRegistryDocument(place, registryPath, after);
    return parsed?.ok === true ? remoteFiles(parsed.document) : [];
  });
  const allowed = named.filter(({ url }) => urlProblem(url, config.policy) === null);
  return new Map(await Promise.all(allowed.map(async (file) => [file.url, await fetchRemote(file)] as const)));
}
