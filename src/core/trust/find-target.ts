import { acceptBin, announcedTargets } from "./accept.ts";
import { binName } from "./bins.ts";
import type { BinDelegation, SnapshotMetadata, TargetRecord, TargetsMetadata } from "./metadata.ts";
import { metadataPath, targetFile } from "./metadata-paths.ts";
import { maxBytes } from "./refresh.ts";
import type { Trust } from "./trust.ts";
import { TrustError } from "./trust-error.ts";
import { fetchNeeded, type TrustPorts } from "./trust-ports.ts";
import { requireContent, requireFresh } from "./verify.ts";
import { limits } from "../limits.ts";

export interface FoundTarget {
  /** Null when the store has no such target. */
  readonly target: TargetRecord | null;
  /** The trust given, and the bin if it had to be loaded. To be kept. */
  readonly trust: Trust;
}

/**
 * Looks a target up, in the offline targets first and then in the one bin in charge of its path. Asks the store only for a bin
 * that is not there yet.
 *
 * @throws TrustError `missing` when trust was never refreshed, `expired` when any file needed has expired, and whatever is
 * wrong with a loaded bin
 */
export async function findTarget(trust: Trust, path: string, ports: TrustPorts, now: Date): Promise<FoundTarget> {
  const { timestamp, snapshot, targets } = trust;
  if (timestamp === null || snapshot === null || targets === null) {
    throw new TrustError("missing", metadataPath.timestamp, "Nothing is known of the store yet: refresh first.");
  }
  for (const metadata of [trust.root, timestamp, snapshot, targets]) requireFresh(metadata, now);
  const offline = targets.targets.get(path);
  if (offline !== undefined) return { target: offline, trust };
  if (targets.bins === null) return { target: null, trust };
  const name = binName(path, targets.bins, ports.crypto.sha256);
  const known = trust.bins.get(name);
  const bin = known ?? (await loadBin(name, targets.bins, snapshot, ports));
  requireFresh(bin, now);
  return {
    target: bin.targets.get(path) ?? null,
    trust: bin === known ? trust : { ...trust, bins: new Map(trust.bins).set(name, bin) },
  };
}

/**
 * Loads a target and verifies its length and hash (TUF 1.0 section 5.7.3).
 *
 * @throws TrustError `missing`, `too-large`, `hash-mismatch` or `unreachable`
 */
export async function fetchTarget(
  path: string,
  target: Pick<TargetRecord, "length" | "sha256">,
  ports: TrustPorts,
): Promise<Uint8Array> {
  const file = targetFile(path, target.sha256);
  const bytes = await fetchNeeded(ports, file, target.length);
  requireContent(bytes, target, file, ports.crypto.sha256);
  return bytes;
}

async function loadBin(
  name: string,
  delegation: BinDelegation,
  snapshot: SnapshotMetadata,
  ports: TrustPorts,
): Promise<TargetsMetadata> {
  const announced = announcedTargets(snapshot, name);
  const file = metadataPath.targets(announced.version, name);
  const bytes = await fetchNeeded(ports, file, maxBytes(announced, limits.trust.targetsBytes, file));
  return acceptBin(bytes, file, name, delegation, snapshot, ports.crypto);
}
