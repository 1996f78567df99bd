import { type ComputedIndex, computeIndex, type IndexPorts } from "./compute-index.ts";
import { PublishError } from "./publish-error.ts";
import type { PublishRecord, RecordStore } from "./publish-record.ts";
import type { QueueStore } from "../land/keep-queue.ts";
import type { OnlineKeys } from "../trust/trust-init.ts";
import { type Uploaded, uploadTree } from "./upload.ts";
import { nodeCrypto } from "../../crypto.ts";
import { findPublications, historyOf, registryFiles } from "../../git/registry-history.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { PublishTarget } from "../../publish-target.ts";
import type { StoreIndex } from "../../../core/index/build-index.ts";
import type { Hold } from "../../../core/registry/hold.ts";
import type { Registry } from "../../../core/registry/model.ts";
import { addSignatures } from "../../../core/signing/signatures.ts";
import { type Authority, registryAuthority } from "../../../core/trust/authority.ts";
import { PLATFORM_KEYS_TARGET, platformKeysOf } from "../../../core/trust/platform-keys.ts";
import type { Head } from "../../../core/trust/head.ts";
import { readHead } from "../../../core/trust/read-head.ts";
import { TrustError } from "../../../core/trust/trust-error.ts";
import { type SignedIndex, signIndex } from "../../../core/trust/writer.ts";

/** What computing and signing need: of the target and the record they only read. */
export interface SignPorts extends Pick<IndexPorts, "mirror" | "fetchRemote"> {
  readonly repository: GitRepository;
  readonly target: Pick<PublishTarget, "read">;
  readonly record: Pick<RecordStore, "read">;
  /** What waits for review; nothing is known of it where it is left out. */
  readonly queue?: Pick<QueueStore, "read">;
  readonly keys: OnlineKeys;
  readonly now: Date;
}

export interface PublishPorts extends SignPorts {
  readonly target: PublishTarget;
  readonly record: RecordStore;
  /** Builds the pages of the store from the index and gives their files; null publishes none. */
  readonly buildSite: ((index: StoreIndex) => Promise<ReadonlyMap<string, Uint8Array>>) | null;
}

/** A store that is computed and signed, and published nowhere yet. */
export interface SignedStore extends Pick<ComputedIndex, "missing" | "findings" | "index"> {
  /** To be kept once it is published. */
  readonly record: PublishRecord;
  readonly signed: SignedIndex;
}

export interface Published extends Uploaded, Pick<ComputedIndex, "missing" | "findings"> {
  readonly commit: string;
  readonly apps: number;
  /** Versions of the metadata that are now out. */
  readonly timestamp: number;
  readonly snapshot: number;
  readonly changedBins: readonly string[];
  readonly held: readonly Hold[];
}

/**
 * Computes, signs and publishes the store at a commit. Run again, it publishes only what changed, and a fresh timestamp. Whatever
 * it throws and wherever it is stopped, what was published before stands until the new timestamp does.
 *
 * @throws PublishError for a registry that cannot be published
 * @throws TrustError for keys that are not in charge, and for a target that has less or something else than was published last
 */
export async function publishStore(commit: string, ports: PublishPorts): Promise<Published> {
  const { mirror, target, buildSite } = ports;
  const { index, signed, record, missing, findings } = await signStore(commit, ports);
  const pages = buildSite === null ? new Map<string, Uint8Array>() : await buildSite(index);
  const upload = await uploadTree({ index: index.files, pages, metadata: signed.files }, mirror.blobs, target);
  await ports.record.write(record);
  return {
    commit,
    apps: index.apps.length,
    timestamp: signed.head.timestamp.version,
    snapshot: signed.head.snapshot.version,
    changedBins: signed.changedBins,
    ...upload,
    held: record.held ?? [],
    missing,
    findings,
  };
}

/**
 * Computes and signs the store at a commit: the half of publishing that has the keys, and writes nothing anywhere.
 *
 * @throws PublishError, TrustError as {@link publishStore}
 */
export async function signStore(commit: string, ports: SignPorts): Promise<SignedStore> {
  const { repository, mirror, target, keys, now } = ports;
  const record = await ports.record.read();
  const queue = (await ports.queue?.read()) ?? null;
  const files = await registryFiles(repository, commit);
  const publications = await findPublications(repository, commit, await mirror.readPublications());
  const { registry, index, missing, findings } = await computeIndex(files, historyOf(publications), {
    ...ports,
    published: (path) => target.read(path),
    held: { holds: record?.held ?? [], now },
    queue,
    countersign: (document) => addSignatures(document, [keys.platform]),
  });
  await mirror.writePublications(publications);
  const signed = await sign(registry, index, record?.head ?? null, ports);
  const remembered = { commit, head: signed.head, held: index.holds, ...(queue !== null && { queue }) };
  return { record: remembered, index, signed, missing, findings };
}

async function sign(
  registry: Registry,
  { targets }: StoreIndex,
  published: Head | null,
  { target, keys, now }: SignPorts,
): Promise<SignedIndex> {
  const authority = requireAuthority(registry);
  const platform = keys.platform.key.keyid;
  if (!platformKeysOf(authority.targets, nodeCrypto.sha256).some(({ keyid }) => keyid === platform)) {
    throw new TrustError("signature-threshold", PLATFORM_KEYS_TARGET, `The key ${platform} is not in charge.`);
  }
  const ports = { crypto: nodeCrypto, fetch: (path: string) => target.read(path) };
  const previous = await readHead(authority, ports, published);
  return signIndex({ authority, targets, previous, signers: keys, crypto: nodeCrypto, now });
}

/**
 * What the offline keys of a registry decided.
 *
 * @throws PublishError `no-trust`, TrustError
 */
export function requireAuthority({ trust }: Registry): Authority {
  const authority = registryAuthority(trust, nodeCrypto);
  if (authority !== null) return authority;
  throw new PublishError("no-trust", "The registry has no trust/<N>.root.json and trust/<N>.targets.json.");
}
