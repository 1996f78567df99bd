import { type FetchRemote, fetchRemote as fetchFromNetwork } from "./fetch-remote.ts";
import { ingest, type MissingFile } from "./ingest.ts";
import type { Mirror } from "./mirror.ts";
import type { RecordStore } from "./publish-record.ts";
import type { OnlineKeys } from "./trust-init.ts";
import { type Uploaded, uploadTree } from "./upload.ts";
import { nodeCrypto } from "../crypto.ts";
import { publicationTimes, registryFiles } from "../git/registry-history.ts";
import type { GitRepository } from "../git/repository.ts";
import type { PublishTarget } from "../publish-target.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { buildIndex, type StoreIndex } from "../../core/index/build-index.ts";
import { readRegistry, type Registry } from "../../core/registry/model.ts";
import { addSignatures } from "../../core/signing/signatures.ts";
import { readAuthority } from "../../core/trust/authority.ts";
import { readHead } from "../../core/trust/read-head.ts";
import { signIndex } from "../../core/trust/writer.ts";

export type PublishErrorCode = "registry-broken" | "no-trust";

/** A registry that cannot be published as it is. */
export class PublishError extends Error {
  override readonly name = "PublishError";
  readonly code: PublishErrorCode;
  constructor(code: PublishErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface PublishPorts {
  readonly repository: GitRepository;
  readonly mirror: Mirror;
  readonly target: PublishTarget;
  readonly record: RecordStore;
  readonly keys: OnlineKeys;
  /** Builds the pages of the store from the index and gives their files; null publishes none. */
  readonly buildSite: ((index: StoreIndex) => Promise<ReadonlyMap<string, Uint8Array>>) | null;
  readonly fetchRemote?: FetchRemote;
  readonly now: Date;
}

export interface Published extends Uploaded {
  readonly commit: string;
  readonly apps: number;
  /** Versions of the metadata that are now out. */
  readonly timestamp: number;
  readonly snapshot: number;
  readonly changedBins: readonly string[];
  readonly held: StoreIndex["held"];
  readonly missing: readonly MissingFile[];
  /** Documents that were left out because they are broken. */
  readonly findings: readonly Finding[];
}

/** Computes, signs and publishes the store at a commit. Run again, it publishes only what changed, and a fresh timestamp. */
export async function publishStore(commit: string, ports: PublishPorts): Promise<Published> {
  const { repository, target, record, keys, now } = ports;
  const { registry, findings } = readRegistry(await registryFiles(repository, commit), nodeCrypto.sha256);
  if (registry === null) {
    const reasons = findings.map(({ file, message }) => `${file}: ${message}`).join(" ");
    throw new PublishError("registry-broken", `The registry at ${commit} cannot be read. ${reasons}`);
  }
  const ingested = await ingest(registry, ports.mirror, ports.fetchRemote ?? fetchFromNetwork(registry.config.policy));
  const index = buildIndex(
    { registry, ...ingested, publishedAt: await publicationTimes(repository, commit) },
    {
      sha256: nodeCrypto.sha256,
      countersign: (document) => addSignatures(document, [keys.platform]),
    },
  );
  const authority = readAuthority(authorityFiles(registry), nodeCrypto);
  const trustPorts = { crypto: nodeCrypto, fetch: (path: string) => target.read(path) };
  const last = await record.read();
  const previous = await readHead(authority, trustPorts, last?.head ?? null);
  const signed = signIndex({ authority, targets: index.targets, previous, signers: keys, crypto: nodeCrypto, now });
  const pages = ports.buildSite === null ? new Map<string, Uint8Array>() : await ports.buildSite(index);
  const upload = await uploadTree({ index: index.files, pages, metadata: signed.files }, ports.mirror.blobs, target);
  await record.write({ commit, head: signed.head });
  return {
    commit,
    apps: index.apps.length,
    timestamp: signed.head.timestamp.version,
    snapshot: signed.head.snapshot.version,
    changedBins: signed.changedBins,
    ...upload,
    held: index.held,
    missing: ingested.missing,
    findings,
  };
}

function authorityFiles({ trust }: Registry): { readonly roots: readonly Uint8Array[]; readonly targets: Uint8Array } {
  const targets = [...trust.targets.values()].at(-1);
  if (targets === undefined || trust.roots.size === 0) {
    throw new PublishError("no-trust", "The registry has no trust/<N>.root.json and trust/<N>.targets.json.");
  }
  return { roots: [...trust.roots.values()], targets };
}
