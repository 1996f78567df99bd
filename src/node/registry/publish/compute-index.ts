import type { FetchRemote, FetchTime } from "../fetch-remote.ts";
import { fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import { ingest, type IngestPorts, type MissingFile } from "./ingest.ts";
import type { Mirror } from "./mirror.ts";
import { PublishError } from "./publish-error.ts";
import { nodeCrypto } from "../../crypto.ts";
import type { Finding } from "../../../core/findings/finding.ts";
import { buildIndex, type StoreIndex } from "../../../core/index/build-index.ts";
import type { IndexPorts as TreePorts } from "../../../core/index/index-app.ts";
import type { HeldVersion } from "../../../core/index/published-versions.ts";
import type { RegistryHistory } from "../../../core/index/registry-history.ts";
import { type HeldNow, type Hold, isSame, nextHolds } from "../../../core/registry/hold.ts";
import type { ReviewQueue } from "../../../core/review/queue.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../../core/registry/model.ts";

/** Well below what the job has for everything; what is loaded is kept, so the next run goes on from there. */
const PUBLISHING_TIME: FetchTime = { fileMs: 3 * 60_000, allMs: 10 * 60_000 };

export interface IndexPorts extends Pick<IngestPorts, "published"> {
  readonly mirror: Mirror;
  /** Adds the platform's signature to a package document: signs it, or takes a signature that was verified. */
  readonly countersign: TreePorts["countersign"];
  /** From the network, by the registry's policy, when left out. */
  readonly fetchRemote?: FetchRemote;
  /** What the record of publishing remembers of held versions; the tree does not list them where it is left out. */
  readonly held?: HeldBefore;
  /** What waits for review; the tree does not say where it is left out. */
  readonly queue?: ReviewQueue | null;
}

export interface HeldBefore {
  readonly holds: readonly Hold[];
  /** When this run is; null takes the holds as they are remembered. */
  readonly now: Date | null;
}

export interface ComputedIndex {
  readonly registry: Registry;
  readonly index: StoreIndex;
  readonly missing: readonly MissingFile[];
  /** Documents that were left out because they are broken. */
  readonly findings: readonly Finding[];
}

/**
 * The published tree but for its signatures and pages. The same files of a registry and the same bytes at their addresses give the
 * same tree, byte for byte.
 *
 * @throws PublishError `registry-broken`
 */
export async function computeIndex(
  files: RegistryFiles,
  history: RegistryHistory,
  { countersign, fetchRemote, held, queue, ...ports }: IndexPorts,
): Promise<ComputedIndex> {
  const { registry, findings } = openRegistry(files);
  const known = held?.holds ?? [];
  const { missing, ...blobs } = await ingest(registry, {
    ...ports,
    inVain: (app, code) => known.some((hold) => isSame(hold, { app_id: app, version_code: code })),
    fetchRemote: fetchRemote ?? fetchFromNetwork(registry.config.policy, PUBLISHING_TIME),
  });
  const holds = held === undefined ? {} : { holds: holdsAfter(held, registry, missing) };
  const waiting = queue === undefined ? {} : { queue };
  const input = { registry, ...blobs, history, ...holds, ...waiting };
  const index = buildIndex(input, { sha256: nodeCrypto.sha256, countersign });
  return { registry, index, missing, findings };
}

/** What held versions come to in this run, from what the run before knew and what this one found. */
function holdsAfter(
  { holds, now }: HeldBefore,
  { apps, config }: Registry,
  missing: readonly MissingFile[],
): (held: readonly HeldVersion[]) => readonly Hold[] {
  if (now === null) return () => holds;
  const problems = new Map(missing.map((each) => [each.url, each]));
  return (held) => {
    const found = held.map(({ app, versionCode, reason }): HeldNow => {
      const version = apps.get(app)?.versions.find(({ version_code: code }) => code === versionCode);
      const problem = reason === "bytes-missing" ? problems.get(version?.package.url ?? "") : undefined;
      const detail = problem?.reason ?? "the document of its app is larger than devices take";
      return { app_id: app, version_code: versionCode, reason, detail, tried: problem?.tried ?? true };
    });
    return nextHolds(holds, found, config.policy.deadlines, now);
  };
}

/**
 * Reads the registry that is to be published.
 *
 * @throws PublishError `registry-broken`
 */
export function openRegistry(files: RegistryFiles): Pick<ComputedIndex, "registry" | "findings"> {
  const { registry, findings } = readRegistry(files, nodeCrypto.sha256);
  if (registry !== null) return { registry, findings };
  const reasons = findings.map(({ file, message }) => `${file}: ${message}`).join(" ");
  throw new PublishError("registry-broken", `The registry cannot be read. ${reasons}`);
}
