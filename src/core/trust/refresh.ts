import { acceptSnapshot, acceptTargets, acceptTimestamp, announcedTargets } from "./accept.ts";
import type { MetaFile, RootMetadata, SnapshotMetadata, TargetsMetadata, TimestampMetadata } from "./metadata.ts";
import { metadataPath } from "./metadata-paths.ts";
import { parseRoot } from "./parse-metadata.ts";
import { stateOf, type Trust, verifyUnder } from "./trust.ts";
import { TrustError } from "./trust-error.ts";
import { fetchFile, fetchNeeded, type TrustPorts } from "./trust-ports.ts";
import { requireFresh, verifyNextRoot } from "./verify.ts";
import { toHex } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import { limits } from "../limits.ts";

/**
 * How a refresh ended. `trust` is always to be kept: after a failure it is what was trusted before, under the newest root that
 * could be verified. (A root is believed as soon as it is seen, or whoever stole a rotated key could hide the rotation.)
 */
export type RefreshResult =
  | { readonly status: "unchanged" | "updated"; readonly trust: Trust }
  | { readonly status: "failed"; readonly trust: Trust; readonly error: TrustError };

/**
 * Brings trusted metadata up to date: the client workflow of TUF 1.0, sections 5.3 to 5.6, without the bins, which
 * `findTarget` loads one by one. When nothing is new this asks for the next root and the timestamp, no more.
 *
 * @param now the time of the whole refresh (section 5.1)
 */
export async function refresh(trust: Trust, ports: TrustPorts, now: Date): Promise<RefreshResult> {
  let progress = trust;
  try {
    let walked = 0;
    let bytes = 0;
    for (;;) {
      const next = await nextRoot(progress.root, ports);
      if (next === null) break;
      requireShortWalk(next, walked, bytes);
      progress = underRoot(progress, next, ports.crypto);
      walked += 1;
      bytes += next.bytes.length;
    }
    requireFresh(progress.root, now);
    const current = await currentIndex(progress, ports, now);
    return { status: current === trust ? "unchanged" : "updated", trust: current };
  } catch (error) {
    if (error instanceof TrustError) return { status: "failed", trust: progress, error };
    throw error;
  }
}

/** Section 5.3.3 to 5.3.7. Null when the root trusted is the newest. */
async function nextRoot(current: RootMetadata, ports: TrustPorts): Promise<RootMetadata | null> {
  const file = metadataPath.root(current.version + 1);
  const bytes = await fetchFile(ports, file, limits.trust.rootBytes);
  if (bytes === null) return null;
  const next = parseRoot(bytes, file, ports.crypto.sha256);
  verifyNextRoot(current, next, ports.crypto);
  return next;
}

/**
 * Section 5.3.3, "more than Y root metadata files". Nothing else is done under a root that is not the newest: the store would look
 * expired or forged. What was walked is kept, and the next refresh goes on from there.
 */
function requireShortWalk({ version }: RootMetadata, walked: number, bytes: number): void {
  const { rootRotations, rootWalkBytes } = limits.trust;
  if (walked < rootRotations && bytes < rootWalkBytes) return;
  const why = `It comes after ${walked} new roots of ${bytes} bytes, which is as many as one refresh takes.`;
  throw new TrustError("too-many-roots", metadataPath.root(version), why);
}

/** Section 5.3.11: what a thief of the old online keys signed, with versions as high as he liked, must not bind us. */
function underRoot(trust: Trust, root: RootMetadata, crypto: CryptoPort): Trust {
  const before = trust.root.roles;
  const lostKey = (["timestamp", "snapshot"] as const).some((role) => {
    const kept = new Set(root.roles[role].keys.map(({ keyid }) => keyid));
    return before[role].keys.some(({ keyid }) => !kept.has(keyid));
  });
  return verifyUnder(root, lostKey ? new Map() : stateOf(trust), crypto).trust;
}

async function currentIndex(trust: Trust, ports: TrustPorts, now: Date): Promise<Trust> {
  const timestamp = await currentTimestamp(trust, ports);
  requireFresh(timestamp, now);
  const snapshot = await currentSnapshot(trust, timestamp, ports);
  requireFresh(snapshot, now);
  const targets = await currentTargets(trust, snapshot, ports);
  requireFresh(targets, now);
  if (timestamp === trust.timestamp && snapshot === trust.snapshot && targets === trust.targets) return trust;
  // Bins that are still current stay; the others are dropped.
  return verifyUnder(trust.root, stateOf({ ...trust, timestamp, snapshot, targets }), ports.crypto).trust;
}

/** Section 5.4. The one trusted before, when there is no newer one. */
async function currentTimestamp({ root, timestamp: before }: Trust, ports: TrustPorts): Promise<TimestampMetadata> {
  const file = metadataPath.timestamp;
  const bytes = await fetchNeeded(ports, file, limits.trust.timestampBytes);
  const timestamp = acceptTimestamp(bytes, file, root, ports.crypto);
  if (before === null) return timestamp;
  if (timestamp.version === before.version) return before;
  requireNotOlder(timestamp.version, before.version, file, "It");
  requireNotOlder(timestamp.snapshot.version, before.snapshot.version, file, "Its snapshot");
  return timestamp;
}

/** Section 5.5. */
async function currentSnapshot(
  { root, snapshot: before }: Trust,
  { snapshot: announced }: TimestampMetadata,
  ports: TrustPorts,
): Promise<SnapshotMetadata> {
  if (before !== null && isAnnounced(before, announced, ports.crypto)) return before;
  const file = metadataPath.snapshot(announced.version);
  const bytes = await fetchNeeded(ports, file, maxBytes(announced, limits.trust.snapshotBytes, file));
  const snapshot = acceptSnapshot(bytes, file, root, announced, ports.crypto);
  for (const [name, { version }] of before?.meta ?? []) {
    const listed = snapshot.meta.get(name);
    if (listed === undefined) throw new TrustError("rollback", file, `It forgets ${name}, which was listed before.`);
    requireNotOlder(listed.version, version, file, `Its ${name}`);
  }
  return snapshot;
}

/** Section 5.6. */
async function currentTargets(
  { root, targets: before }: Trust,
  snapshot: SnapshotMetadata,
  ports: TrustPorts,
): Promise<TargetsMetadata> {
  const announced = announcedTargets(snapshot, "targets");
  if (before !== null && isAnnounced(before, announced, ports.crypto)) return before;
  const file = metadataPath.targets(announced.version, "targets");
  const bytes = await fetchNeeded(ports, file, maxBytes(announced, limits.trust.targetsBytes, file));
  return acceptTargets(bytes, file, root, snapshot, ports.crypto);
}

function isAnnounced(
  { version, bytes }: { readonly version: number; readonly bytes: Uint8Array },
  announced: MetaFile,
  { sha256 }: CryptoPort,
): boolean {
  if (version !== announced.version) return false;
  return announced.sha256 === null || toHex(sha256(bytes)) === announced.sha256;
}

/** The bytes to read at most: what is announced, if that is not beyond the limit. */
export function maxBytes({ length }: Pick<MetaFile, "length">, limit: number, file: string): number {
  if (length !== null && length > limit) {
    throw new TrustError("too-large", file, `It is announced with ${length} bytes, more than ${limit}.`);
  }
  return length ?? limit;
}

function requireNotOlder(version: number, before: number, file: string, what: string): void {
  if (version >= before) return;
  throw new TrustError("rollback", file, `${what} is version ${version}, but ${before} was there before.`);
}
