import { compareBin } from "./compare-bin.ts";
import { type Difference, difference } from "./difference.ts";
import { toHex } from "../bytes.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { StoreIndex } from "../index/build-index.ts";
import { limits } from "../limits.ts";
import type { BlobReference } from "../registry/package-facts.ts";
import { acceptBin, acceptSnapshot, acceptTimestamp } from "../trust/accept.ts";
import type { Authority } from "../trust/authority.ts";
import { binName, binNames, isBinName } from "../trust/bins.ts";
import type { Head } from "../trust/head.ts";
import type { Metadata, SnapshotMetadata, SuccinctRoles, TimestampMetadata } from "../trust/metadata.ts";
import { metadataPath } from "../trust/metadata-paths.ts";
import { TrustError } from "../trust/trust-error.ts";
import { fetchFile, fetchNeeded, type TrustPorts } from "../trust/trust-ports.ts";
import { isExpired } from "../trust/verify.ts";

/** What a registry says that the metadata of its store must be. */
export interface ExpectedTrust {
  readonly authority: Authority;
  /** The bins of earlier targets files: a snapshot never forgets one. */
  readonly earlierBins: readonly SuccinctRoles[];
  /** The computed targets by target path. */
  readonly targets: StoreIndex["targets"];
  /** What was published last, if that is known: a store must not show less. */
  readonly record: Head | null;
}

/** A file in force. */
export type InForce = Pick<Metadata, "version" | "expires">;

/** What the audit of the metadata found. */
export interface TrustAudit {
  readonly differences: readonly Difference[];
  /** Null where it could not be verified. */
  readonly timestamp: InForce | null;
  readonly snapshot: InForce | null;
  /** Bins that verified. */
  readonly bins: number;
  /** Paths of all metadata in force. */
  readonly files: ReadonlySet<string>;
}

/** Bins loaded at the same time. */
const PARALLEL_BINS = 16;

/**
 * Compares a store's TUF metadata with its registry by content: roots and offline targets byte for byte; timestamp, snapshot and
 * bins by their signatures, expiry and versions; and the targets of all bins with those that were computed, each in its one bin.
 * What depends on a file that does not verify is left out.
 *
 * @throws TrustError `unreachable` only
 */
export async function auditTrust(expected: ExpectedTrust, ports: TrustPorts, now: Date): Promise<TrustAudit> {
  const audit = new Audit(ports, now);
  const { authority, record } = expected;
  await auditRoots(authority, audit);
  await audit.equal(authority.targets.file, authority.targets.bytes, limits.trust.targetsBytes);
  for (const offline of [authority.root, authority.targets]) audit.expiry(offline);
  const { timestamp: file } = metadataPath;
  const timestamp = await audit.accepted(file, limits.trust.timestampBytes, (bytes) =>
    acceptTimestamp(bytes, file, authority.root, ports.crypto),
  );
  const snapshot = timestamp === null ? null : await auditSnapshot(timestamp, expected, audit);
  if (timestamp !== null && record !== null) compareWithRecord(timestamp, snapshot, record, audit);
  const bins = snapshot === null ? 0 : await auditBins(snapshot, expected, audit);
  return { differences: audit.differences, timestamp, snapshot, bins, files: audit.files };
}

async function auditRoots({ roots, root }: Authority, audit: Audit): Promise<void> {
  for (const { file, bytes } of roots) await audit.equal(file, bytes, limits.trust.rootBytes);
  const next = metadataPath.root(root.version + 1);
  const bytes = await audit.load(next, limits.trust.rootBytes);
  if (bytes === null) return;
  const message = `The newest root of the registry is version ${root.version}.`;
  audit.report(next, "unexpected", { actual: audit.factsOf(bytes), message });
}

async function auditSnapshot(
  { snapshot: announced }: TimestampMetadata,
  { authority, earlierBins }: ExpectedTrust,
  audit: Audit,
): Promise<SnapshotMetadata | null> {
  const file = metadataPath.snapshot(announced.version);
  const snapshot = await audit.accepted(file, limits.trust.snapshotBytes, (bytes) =>
    acceptSnapshot(bytes, file, authority.root, announced, audit.ports.crypto),
  );
  if (snapshot === null) return null;
  const { version } = authority.targets;
  const named = snapshot.meta.get("targets.json")?.version;
  if (named !== version) {
    const kind = named === undefined ? "missing" : named < version ? "rollback" : "unexpected";
    const message = `It names ${named === undefined ? "none" : `version ${named}`}, the registry has ${version}.`;
    audit.report(file, kind, { entry: "targets.json", message });
  }
  const families = [authority.bins, ...earlierBins];
  for (const entry of snapshot.meta.keys()) {
    const isBin = families.some((family) => isBinName(entry.replace(/\.json$/, ""), family));
    if (entry !== "targets.json" && !isBin) audit.report(file, "unexpected", { entry });
  }
  return snapshot;
}

/** What was published once is never taken back. */
function compareWithRecord(
  timestamp: TimestampMetadata,
  snapshot: SnapshotMetadata | null,
  record: Head,
  audit: Audit,
): void {
  if (timestamp.version < record.timestamp.version) {
    const message = `It is version ${timestamp.version}, but ${record.timestamp.version} was published.`;
    audit.report(timestamp.file, "rollback", { message });
  }
  const isSame =
    timestamp.snapshot.version === record.snapshot.version && timestamp.snapshot.sha256 === record.snapshot.sha256;
  if (timestamp.version === record.timestamp.version && !isSame) {
    audit.report(timestamp.file, "mix-and-match", { message: "It names another snapshot than was published." });
  }
  if (snapshot === null || snapshot.version < record.snapshot.version) return;
  for (const [entry, version] of Object.entries(record.versions)) {
    const named = snapshot.meta.get(entry)?.version ?? 0;
    if (named >= version) continue;
    audit.report(snapshot.file, "rollback", { entry, message: `Version ${version} was published before.` });
  }
}

async function auditBins(
  snapshot: SnapshotMetadata,
  { authority, targets }: ExpectedTrust,
  audit: Audit,
): Promise<number> {
  const { bins: delegation } = authority;
  const { crypto } = audit.ports;
  const byBin = Map.groupBy(targets, ([path]) => binName(path, delegation, crypto.sha256));
  const names = binNames(delegation);
  let verified = 0;
  const auditBin = async (name: string): Promise<void> => {
    const announced = snapshot.meta.get(`${name}.json`);
    if (announced === undefined) return audit.report(snapshot.file, "missing", { entry: `${name}.json` });
    const file = metadataPath.targets(announced.version, name);
    const bin = await audit.accepted(file, limits.trust.targetsBytes, (bytes) =>
      acceptBin(bytes, file, name, delegation, snapshot, crypto),
    );
    if (bin === null) return;
    verified += 1;
    audit.differences.push(...compareBin(bin, new Map(byBin.get(name) ?? []), targets));
  };
  for (let start = 0; start < names.length; start += PARALLEL_BINS) {
    await Promise.all(names.slice(start, start + PARALLEL_BINS).map(auditBin));
  }
  return verified;
}

/** Collects what one audit finds. */
class Audit {
  readonly differences: Difference[] = [];
  readonly files = new Set<string>();
  readonly ports: TrustPorts;
  readonly #now: Date;

  constructor(ports: TrustPorts, now: Date) {
    this.ports = ports;
    this.#now = now;
  }

  report(...args: Parameters<typeof difference>): void {
    this.differences.push(difference(...args));
  }

  /** A file that may be there. */
  async load(file: string, maxBytes: number): Promise<Uint8Array | null> {
    const bytes = await this.#unlessWrong(file, () => fetchFile(this.ports, file, maxBytes));
    if (bytes !== null) this.files.add(file);
    return bytes;
  }

  /** A file that must be there with these bytes. */
  async equal(file: string, bytes: Uint8Array, maxBytes: number): Promise<void> {
    this.files.add(file);
    const found = await this.#unlessWrong(file, () => fetchNeeded(this.ports, file, maxBytes));
    if (found === null) return;
    const [expected, actual] = [this.factsOf(bytes), this.factsOf(found)];
    if (expected.sha256 !== actual.sha256) this.report(file, "different", { expected, actual });
  }

  /** A file that must verify; one that has expired is reported, and taken. */
  async accepted<T extends Metadata>(
    file: string,
    maxBytes: number,
    accept: (bytes: Uint8Array) => T,
  ): Promise<T | null> {
    this.files.add(file);
    let actual: BlobReference | null = null;
    const metadata = await this.#unlessWrong(
      file,
      async () => {
        const bytes = await fetchNeeded(this.ports, file, maxBytes);
        actual = this.factsOf(bytes);
        return accept(bytes);
      },
      () => actual,
    );
    if (metadata !== null) this.expiry(metadata);
    return metadata;
  }

  /** Reports a file that no client takes any more. */
  expiry({ file, version, expires, bytes }: Metadata): void {
    if (!isExpired({ expires }, this.#now)) return;
    const message = `Version ${version} expired at ${expires}.`;
    this.report(file, "expired", { actual: this.factsOf(bytes), message });
  }

  factsOf(bytes: Uint8Array): BlobReference {
    return { sha256: toHex(this.ports.crypto.sha256(bytes)) as Sha256, length: bytes.length };
  }

  async #unlessWrong<T>(
    file: string,
    action: () => Promise<T>,
    actual: () => BlobReference | null = () => null,
  ): Promise<T | null> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TrustError) || error.code === "unreachable") throw error;
      // Its message begins with the file.
      const message = error.message.slice(error.file.length + 2);
      this.report(file, error.code, { actual: actual(), message });
      return null;
    }
  }
}
