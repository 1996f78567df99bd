import { acceptBin, acceptSnapshot, acceptTargets, acceptTimestamp, announcedTargets } from "./accept.ts";
import type { Authority } from "./authority.ts";
import { binNames } from "./bins.ts";
import { binContent, type Head } from "./head.ts";
import type { Metadata, RootMetadata, SnapshotMetadata, TargetsMetadata, TimestampMetadata } from "./metadata.ts";
import { metadataPath } from "./metadata-paths.ts";
import { TrustError } from "./trust-error.ts";
import { fetchFile, fetchNeeded, type TrustPorts } from "./trust-ports.ts";
import { toHex } from "../bytes.ts";
import { Bug } from "../findings/bug.ts";
import type { Sha256 } from "../ids/ids.ts";
import { isJsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";

/** Bins loaded at the same time. */
const PARALLEL_BINS = 16;

/**
 * Reads what a store has published, so that the next signing goes on from it. Expiry does not count: a store that slept too long
 * is woken by signing again. A file may be signed under any root of the chain, because the last publication may be older than a
 * rotation; bins that are missing or wrong are left out, and so signed anew.
 *
 * @param record the head of the last publication as kept elsewhere. If the store still has exactly that, only the timestamp is
 * loaded
 * @returns null for a store that never published
 * @throws TrustError `missing` or `rollback` when the store has less than the record says, `mix-and-match` when it has something
 * else; other codes as for a refresh
 */
export async function readHead(
  authority: Pick<Authority, "roots">,
  ports: TrustPorts,
  record: Head | null,
): Promise<Head | null> {
  const file = metadataPath.timestamp;
  const bytes = await fetchFile(ports, file, limits.trust.timestampBytes);
  if (bytes === null) {
    if (record === null) return null;
    throw new TrustError("missing", file, `Version ${record.timestamp.version} was published, but the store has none.`);
  }
  const timestamp = underAnyRoot(authority.roots, (root) => acceptTimestamp(bytes, file, root, ports.crypto));
  if (record !== null && isRecorded(timestamp, record)) return record;

  const announced = timestamp.snapshot;
  const snapshotFile = metadataPath.snapshot(announced.version);
  const snapshotBytes = await fetchNeeded(ports, snapshotFile, limits.trust.snapshotBytes);
  const snapshot = underAnyRoot(authority.roots, (root) =>
    acceptSnapshot(snapshotBytes, snapshotFile, root, announced, ports.crypto),
  );
  const versions = Object.fromEntries([...snapshot.meta].map(([name, { version }]) => [name, version]));
  for (const [name, version] of Object.entries(record?.versions ?? {})) {
    if ((versions[name] ?? 0) < version) {
      throw new TrustError("rollback", snapshotFile, `Version ${version} of ${name} was published before.`);
    }
  }
  return {
    timestamp: { version: timestamp.version },
    snapshot: {
      ...signedFile(snapshot),
      length: snapshotBytes.length,
      sha256: toHex(ports.crypto.sha256(snapshotBytes)) as Sha256,
    },
    versions,
    bins: await readBins(authority.roots, snapshot, ports),
  };
}

function isRecorded({ version, snapshot, file }: TimestampMetadata, record: Head): boolean {
  if (version < record.timestamp.version) {
    throw new TrustError("rollback", file, `It is version ${version}, but ${record.timestamp.version} was published.`);
  }
  if (version > record.timestamp.version) return false;
  if (snapshot.version === record.snapshot.version && snapshot.sha256 === record.snapshot.sha256) return true;
  throw new TrustError(
    "mix-and-match",
    file,
    `It is version ${version}, but names another snapshot than was published.`,
  );
}

async function readBins(
  roots: readonly RootMetadata[],
  snapshot: SnapshotMetadata,
  ports: TrustPorts,
): Promise<Head["bins"]> {
  const targetsFile = metadataPath.targets(announcedTargets(snapshot, "targets").version, "targets");
  const targetsBytes = await fetchNeeded(ports, targetsFile, limits.trust.targetsBytes);
  const { bins: delegation } = underAnyRoot(roots, (root) =>
    acceptTargets(targetsBytes, targetsFile, root, snapshot, ports.crypto),
  );
  if (delegation === null) throw new TrustError("malformed", targetsFile, "It does not delegate to bins.");

  const bins: Record<string, Head["bins"][string]> = {};
  const names = binNames(delegation);
  for (let start = 0; start < names.length; start += PARALLEL_BINS) {
    const batch = names.slice(start, start + PARALLEL_BINS).map(async (name) => {
      try {
        const file = metadataPath.targets(announcedTargets(snapshot, name).version, name);
        const bytes = await fetchNeeded(ports, file, limits.trust.targetsBytes);
        return [name, acceptBin(bytes, file, name, delegation, snapshot, ports.crypto)] as const;
      } catch (error) {
        if (error instanceof TrustError && error.code !== "unreachable") return null;
        throw error;
      }
    });
    for (const read of await Promise.all(batch)) {
      if (read !== null) bins[read[0]] = binRecord(read[1], ports);
    }
  }
  return bins;
}

function binRecord(bin: TargetsMetadata, ports: TrustPorts): Head["bins"][string] {
  const targets = bin.document.signed["targets"];
  if (!isJsonObject(targets)) throw new Bug(`${bin.file} was accepted without targets`);
  return { ...signedFile(bin), content: binContent(targets, ports.crypto.sha256).digest };
}

function signedFile({ version, expires, document }: Metadata): { version: number; expires: string; keyid: string } {
  return { version, expires, keyid: document.signatures[0]?.keyid ?? "" };
}

/** What the newest root that accepts it accepts; the newest root's error where none does. */
function underAnyRoot<T>(roots: readonly RootMetadata[], accept: (root: RootMetadata) => T): T {
  let newestError: unknown = new Bug("a chain of roots needs a root");
  for (const [index, root] of roots.toReversed().entries()) {
    try {
      return accept(root);
    } catch (error) {
      if (index === 0) newestError = error;
      if (!(error instanceof TrustError) || error.code !== "signature-threshold") throw error;
    }
  }
  throw newestError;
}
