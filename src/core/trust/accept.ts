import type {
  BinDelegation,
  MetaFile,
  RoleKeys,
  RootMetadata,
  SnapshotMetadata,
  TargetsMetadata,
  TimestampMetadata,
} from "./metadata.ts";
import { isBinName } from "./bins.ts";
import { parseSnapshot, parseTargets, parseTimestamp } from "./parse-metadata.ts";
import { TrustError } from "./trust-error.ts";
import { requireContent, requireVersion, verifyRole } from "./verify.ts";
import type { CryptoPort } from "../crypto.ts";

// What makes a file part of the trusted set, whether it comes from a disk or from a store. Rollback against an older set and
// expiry are the business of a refresh.

/** @throws TrustError when the file is not a timestamp that the root's keys signed */
export function acceptTimestamp(
  bytes: Uint8Array,
  file: string,
  { roles }: RootMetadata,
  crypto: CryptoPort,
): TimestampMetadata {
  const timestamp = parseTimestamp(bytes, file);
  verifyRole(timestamp, roles.timestamp, crypto);
  return timestamp;
}

/** @throws TrustError when the file is not the signed snapshot that the timestamp names (TUF 1.0 section 5.5.2 to 5.5.4) */
export function acceptSnapshot(
  bytes: Uint8Array,
  file: string,
  { roles }: RootMetadata,
  announced: MetaFile,
  crypto: CryptoPort,
): SnapshotMetadata {
  requireContent(bytes, announced, file, crypto.sha256);
  const snapshot = parseSnapshot(bytes, file);
  verifyRole(snapshot, roles.snapshot, crypto);
  requireVersion(snapshot, announced.version);
  return snapshot;
}

/** @throws TrustError when the file is not the signed offline targets that the snapshot names (section 5.6.2 to 5.6.4) */
export function acceptTargets(
  bytes: Uint8Array,
  file: string,
  { roles }: RootMetadata,
  snapshot: SnapshotMetadata,
  crypto: CryptoPort,
): TargetsMetadata {
  return acceptNamed(bytes, file, "targets", roles.targets, snapshot, crypto);
}

/** @throws TrustError when the file is not the signed bin of this name that the snapshot names */
export function acceptBin(
  bytes: Uint8Array,
  file: string,
  name: string,
  delegation: BinDelegation,
  snapshot: SnapshotMetadata,
  crypto: CryptoPort,
): TargetsMetadata {
  if (!isBinName(name, delegation)) throw new TrustError("mix-and-match", file, `There is no bin ${name}.`);
  const bin = acceptNamed(bytes, file, name, delegation, snapshot, crypto);
  if (bin.bins !== null) throw new TrustError("malformed", file, "A bin can't delegate further.");
  return bin;
}

/**
 * How the snapshot names a targets file.
 *
 * @throws TrustError `missing`
 */
export function announcedTargets(snapshot: SnapshotMetadata, name: string): MetaFile {
  const meta = snapshot.meta.get(`${name}.json`);
  if (meta === undefined) throw new TrustError("missing", snapshot.file, `It does not list ${name}.json.`);
  return meta;
}

function acceptNamed(
  bytes: Uint8Array,
  file: string,
  name: string,
  role: RoleKeys,
  snapshot: SnapshotMetadata,
  crypto: CryptoPort,
): TargetsMetadata {
  const announced = announcedTargets(snapshot, name);
  requireContent(bytes, announced, file, crypto.sha256);
  const targets = parseTargets(bytes, file, crypto.sha256);
  verifyRole(targets, role, crypto);
  requireVersion(targets, announced.version);
  const signedFor = targets.binName ?? "targets";
  if (signedFor !== name) throw new TrustError("mix-and-match", file, `It was signed for ${signedFor}.`);
  return targets;
}
