import { computeIndex, type ComputedIndex, openRegistry } from "../publish/compute-index.ts";
import { fetchRemote as fetchFromNetwork, type FetchRemote } from "../fetch-remote.ts";
import { type FirstSource, gatherNamed, lostFiles } from "./gather-named.ts";
import type { MissingFile } from "../publish/ingest.ts";
import { withLiveDeltas } from "./live-deltas.ts";
import { type LiveStore, liveStore } from "./live-store.ts";
import { namedFiles } from "../named-files.ts";
import type { Mirror } from "../publish/mirror.ts";
import { requireAuthority } from "../publish/publish.ts";
import type { PublishRecord } from "../publish/publish-record.ts";
import { type ServedSignatures, servedSignatures } from "./served-signatures.ts";
import { nodeCrypto } from "../../crypto.ts";
import { findPublications, historyOf, registryFiles } from "../../git/registry-history.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { HttpFetcher } from "../../http-fetch.ts";
import { storePorts } from "../../store-ports.ts";
import { auditTrust, type TrustAudit } from "../../../core/audit/audit-trust.ts";
import { compareFiles } from "../../../core/audit/compare-files.ts";
import { type Difference, markConsequences, sortDifferences } from "../../../core/audit/difference.ts";
import { type ExtraFiles, sortExtraFiles } from "../../../core/audit/extra-files.ts";
import { toHex } from "../../../core/bytes.ts";
import type { AppId, Sha256 } from "../../../core/ids/ids.ts";
import type { StoreIndex } from "../../../core/index/build-index.ts";
import { HELD_FILE } from "../../../core/index/held-file.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";
import { REVIEW_FILE } from "../../../core/index/review-files.ts";
import { STATUS_FILE } from "../../../core/index/status-file.ts";
import { isSame } from "../../../core/registry/hold.ts";
import type { Registry } from "../../../core/registry/model.ts";
import type { BlobReference } from "../../../core/registry/package-facts.ts";
import { type Authority, readAuthority } from "../../../core/trust/authority.ts";
import { targetFile } from "../../../core/trust/metadata-paths.ts";
import type { SuccinctRoles } from "../../../core/trust/metadata.ts";
import { PLATFORM_KEYS_TARGET, platformKeysOf } from "../../../core/trust/platform-keys.ts";
import { TrustError } from "../../../core/trust/trust-error.ts";

export interface VerifyPorts {
  readonly repository: GitRepository;
  /** Files of the live store. */
  readonly fetcher: HttpFetcher;
  /** Paths of all files of the store; null where it cannot be listed, as over HTTP. */
  readonly list: (() => Promise<readonly string[]>) | null;
  /** An empty one: what is in it would not be asked for at the store. */
  readonly mirror: Mirror;
  readonly first: FirstSource;
  /** From the network, by the registry's policy, when left out. */
  readonly fetchRemote?: FetchRemote;
  readonly now: Date;
}

export interface StoreVerification extends Pick<TrustAudit, "timestamp" | "snapshot" | "bins"> {
  /** The registry's. */
  readonly name: string;
  readonly commit: string;
  readonly root: number;
  readonly targets: number;
  readonly apps: number;
  /** Files that were compared. */
  readonly files: number;
  readonly differences: readonly Difference[];
  /** Files that the source asked first does not give. */
  readonly missing: readonly MissingFile[];
  /** Documents of the registry that are left out because they are broken. */
  readonly findings: ComputedIndex["findings"];
  /** Deltas that are right, but were packed by another zlib. */
  readonly repacked: readonly string[];
  /** Files that were not compared because a host may keep them to itself. */
  readonly unserved: readonly string[];
  /** Null where the store cannot be listed. */
  readonly extra: ExtraFiles | null;
}

/** What nobody can compute who does not know what was published last: what was held, what waited for review, and which commit it was. */
const OF_RECORD = [HELD_FILE, REVIEW_FILE, STATUS_FILE] as const;
/** What hosts that obey it do not serve. */
const HOST_FILE = "_headers";

/**
 * Holds a live store against its registry at a commit: computes the index with the code of publishing, compares every file, and
 * audits the metadata by content. The platform's key is not needed: its signatures are taken from the store, once they verify.
 *
 * @param record what was published last, if it is known
 * @throws FetchError or TrustError `unreachable` when the store does not answer
 * @throws PublishError or TrustError for a registry that cannot be published; GitError for a history that is not there
 */
export async function verifyStore(
  commit: string,
  record: PublishRecord | null,
  ports: VerifyPorts,
): Promise<StoreVerification> {
  const { repository, mirror, list } = ports;
  const files = await registryFiles(repository, commit);
  const history = historyOf(await findPublications(repository, commit));
  const { registry } = openRegistry(files);
  const authority = requireAuthority(registry);

  const live = liveStore(ports.fetcher);
  const named = namedFiles(registry);
  const fetchRemote = ports.fetchRemote ?? fetchFromNetwork(registry.config.policy);
  const missing = await gatherNamed(named, ports.first, { mirror, live, fetchRemote });
  const signatures = await servedSignatures(registry, platformKeysOf(authority.targets, nodeCrypto.sha256), live);
  const compute = (from: Mirror): Promise<ComputedIndex> =>
    computeIndex(files, history, {
      mirror: from,
      ...(record !== null && { held: { holds: record.held ?? [], now: null }, queue: record.queue ?? null }),
      countersign: signatures.countersign,
      // Everything that can be had is in the mirror.
      fetchRemote: ({ url }) => Promise.resolve(missing.get(url) ?? "the store does not have it either"),
    });
  const { computed, repacked } = await computeLikeLive(compute, registry, mirror, live);
  const { index, findings } = computed;

  const expected = expectedFiles(index, authority, signatures);
  await live.readAll(expected);
  const unserved = list === null && live.found(HOST_FILE) === "absent" ? [HOST_FILE] : [];
  for (const path of record === null ? [...unserved, STATUS_FILE] : unserved) expected.delete(path);
  const trust = await auditTrust(
    { authority, earlierBins: earlierBins(registry), targets: index.targets, record: record?.head ?? null },
    storePorts(ports.fetcher),
    ports.now,
  );
  const spoilt = [
    ...(await lostFiles(named, unexplained(index, record), mirror, live)),
    ...signatures.missing.values(),
  ];
  const spoiltPaths = new Set(spoilt.map(({ found }) => found.path));
  const mayBe = new Set(record === null ? [...spoiltPaths, ...OF_RECORD] : spoiltPaths);
  const isNamed = (path: string): boolean => expected.has(path) || trust.files.has(path) || mayBe.has(path);
  const isKnownApp = (id: string): boolean => registry.apps.has(id as AppId) || registry.tombstones.has(id as AppId);
  const extra = list === null ? null : sortExtraFiles(await list(), isNamed, isKnownApp);
  const differences = [
    ...compareFiles(expected, live.found),
    ...spoilt.map(({ found }) => found),
    ...trust.differences,
    ...(extra?.unexpected ?? []),
  ];
  const causes = new Map(spoilt.map(({ app, found }) => [app, found.path] as const));
  return {
    name: registry.config.name,
    commit,
    root: authority.root.version,
    targets: authority.targets.version,
    timestamp: trust.timestamp,
    snapshot: trust.snapshot,
    bins: trust.bins,
    apps: index.apps.length,
    files: expected.size + trust.files.size + spoiltPaths.size,
    differences: sortDifferences(markConsequences(differences, causes)),
    missing: [...missing].map(([url, reason]) => ({ url, reason, tried: true })),
    findings,
    repacked,
    unserved,
    extra,
  };
}

/** What cannot be published, but for what the record says is held: nobody has it, and everybody was told. */
function unexplained({ held }: StoreIndex, record: PublishRecord | null): Pick<StoreIndex, "held"> {
  const known = record?.held ?? [];
  const isKnown = ({ app, versionCode }: StoreIndex["held"][number]): boolean =>
    known.some((hold) => isSame(hold, { app_id: app, version_code: versionCode }));
  return { held: held.filter((each) => !isKnown(each)) };
}

/** Computes the index; where deltas differ from the live ones, once more with those of the live ones that give the right packages. */
async function computeLikeLive(
  compute: (mirror: Mirror) => Promise<ComputedIndex>,
  registry: Registry,
  mirror: Mirror,
  live: LiveStore,
): Promise<{ readonly computed: ComputedIndex; readonly repacked: readonly string[] }> {
  const own = await compute(mirror);
  const deltas = deltasOf(own.index);
  await live.readAll(deltas);
  if (compareFiles(deltas, live.found).length === 0) return { computed: own, repacked: [] };
  const computed = await compute(withLiveDeltas(mirror, registry, live));
  const repacked = [...deltasOf(computed.index)].filter(([path, { sha256 }]) => deltas.get(path)?.sha256 !== sha256);
  return { computed, repacked: repacked.map(([path]) => path) };
}

function deltasOf({ files }: StoreIndex): ReadonlyMap<string, BlobReference> {
  return new Map(
    [...files].flatMap(([path, file]) => (path.startsWith("deltas/") ? [[path, factsOf(file)] as const] : [])),
  );
}

/** All files that are compared byte for byte, but for those whose signature is missing. */
function expectedFiles(
  { files }: StoreIndex,
  { platformKeys }: Authority,
  { missing }: ServedSignatures,
): Map<string, BlobReference> {
  const keys = bytesFacts(platformKeys);
  const expected = new Map([...files].map(([path, file]) => [path, factsOf(file)]));
  expected.set(targetFile(PLATFORM_KEYS_TARGET, keys.sha256), keys);
  for (const path of missing.keys()) expected.delete(path);
  return expected;
}

function factsOf(file: PublishedFile): BlobReference {
  return file.kind === "blob" ? file.blob : bytesFacts(file.bytes);
}

function bytesFacts(bytes: Uint8Array): BlobReference {
  return { sha256: toHex(nodeCrypto.sha256(bytes)) as Sha256, length: bytes.length };
}

/** The bins of every targets file so far, each under the newest root that its keys belong to. */
function earlierBins({ trust }: Registry): readonly SuccinctRoles[] {
  const roots = [...trust.roots.values()];
  return [...trust.targets.values()].flatMap((targets) => {
    for (let count = roots.length; count > 0; count -= 1) {
      try {
        return [readAuthority({ roots: roots.slice(0, count), targets }, nodeCrypto).bins];
      } catch (error) {
        if (!(error instanceof TrustError)) throw error;
      }
    }
    return [];
  });
}
