import type { Authority } from "./authority.ts";
import { type Head, mayStay } from "./head.ts";
import type { RoleKeys } from "./metadata.ts";
import { metadataPath, targetFile } from "./metadata-paths.ts";
import { PLATFORM_KEYS_TARGET } from "./platform-keys.ts";
import { bodyStart, requireSize, seal } from "./seal.ts";
import { signBins } from "./sign-bins.ts";
import { addDays, formatTime } from "./time.ts";
import { TrustError } from "./trust-error.ts";
import { requireFresh } from "./verify.ts";
import { toHex } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import { Bug } from "../findings/bug.ts";
import type { Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";
import type { Signer } from "../signing/signatures.ts";

/** A file devices may fetch, by content, and what they want to know of it before. */
export interface TargetEntry {
  readonly length: number;
  readonly sha256: Sha256;
  readonly custom?: JsonObject;
}

/** The online keys, as the ceremony named them. */
export interface OnlineSigners {
  readonly bins: Signer;
  readonly snapshot: Signer;
  readonly timestamp: Signer;
}

export interface SignIndexInput {
  /** What the offline keys decided, from `readAuthority`. */
  readonly authority: Authority;
  /** Every app document by target path, such as `apps/com.example.notes.json`. */
  readonly targets: ReadonlyMap<string, TargetEntry>;
  /** What is published now, from `readHead`; null only for a store that never published. Versions go on from here. */
  readonly previous: Head | null;
  readonly signers: OnlineSigners;
  readonly crypto: CryptoPort;
  readonly now: Date;
}

export interface SignedIndex {
  /**
   * Files of the published tree by path, in the order to upload them: the timestamp is last. Bins and the snapshot only when
   * they are new; the others are published already.
   */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What is published once all files are. */
  readonly head: Head;
  /** Names of the bins that got a new version. */
  readonly changedBins: readonly string[];
}

/** Days a new file holds, and with how few left it is signed again. */
const SNAPSHOT_DAYS = { valid: 14, renew: 7 };
const TIMESTAMP_DAYS = 14;

/**
 * Makes the TUF metadata of an index. Bins and snapshot get a new version only when their content or key changed or they near
 * expiry, so that a device loads no more than it must; the timestamp is always new.
 *
 * @throws TrustError when no client would accept the result: an expired authority, a signer who is not in charge,
 * a targets file older than the published one, a file over its limit
 */
export function signIndex(input: SignIndexInput): SignedIndex {
  const { authority, crypto, previous } = input;
  requireUsable(input);
  const { bins, files: binFiles, changed } = signBins(authority.bins, input);
  const versions: Record<string, number> = { ...previous?.versions, "targets.json": authority.targets.version };
  for (const [name, { version }] of Object.entries(bins)) versions[`${name}.json`] = version;
  const { snapshot, files: snapshotFiles } = signSnapshot(versions, input);
  const timestamp = { version: (previous?.timestamp.version ?? 0) + 1 };
  const files = new Map([
    ...offlineFiles(authority, crypto),
    ...binFiles,
    ...snapshotFiles,
    [metadataPath.timestamp, signTimestamp(timestamp.version, snapshot, input)] as const,
  ]);
  return { files, head: { timestamp, snapshot, versions, bins }, changedBins: changed };
}

function requireUsable({ authority, now, previous, signers, targets: apps }: SignIndexInput): void {
  const { root, targets, bins } = authority;
  requireFresh(root, now);
  requireFresh(targets, now);
  requireSigner(signers.timestamp, root.roles.timestamp, metadataPath.timestamp);
  requireSigner(signers.snapshot, root.roles.snapshot, "tuf/snapshot.json");
  requireSigner(signers.bins, bins, `tuf/${bins.namePrefix}-*.json`);
  const published = previous?.versions["targets.json"] ?? 0;
  if (targets.version < published) {
    throw new TrustError("rollback", targets.file, `Version ${published} is published already.`);
  }
  for (const path of targets.targets.keys()) {
    if (apps.has(path)) throw new Bug(`the target ${path} belongs to the offline role`);
  }
}

function requireSigner(signer: Signer, { keys, threshold }: RoleKeys, file: string): void {
  if (!keys.some(({ keyid }) => keyid === signer.key.keyid)) {
    const named = keys.map(({ keyid }) => keyid).join(", ");
    throw new TrustError("signature-threshold", file, `The key ${signer.key.keyid} is not in charge, but ${named}.`);
  }
  if (threshold > 1) {
    throw new TrustError("signature-threshold", file, `${threshold} keys must sign, but an online role has only one.`);
  }
}

function offlineFiles({ roots, targets, platformKeys }: Authority, crypto: CryptoPort): [string, Uint8Array][] {
  return [
    ...roots.map(({ file, bytes }): [string, Uint8Array] => [file, bytes]),
    [targetFile(PLATFORM_KEYS_TARGET, toHex(crypto.sha256(platformKeys))), platformKeys],
    [targets.file, targets.bytes],
  ];
}

function signSnapshot(
  versions: Head["versions"],
  { crypto, now, previous, signers: { snapshot: signer } }: SignIndexInput,
): { snapshot: Head["snapshot"]; files: [string, Uint8Array][] } {
  if (
    previous !== null &&
    sameVersions(previous.versions, versions) &&
    mayStay(previous.snapshot, signer, SNAPSHOT_DAYS.renew, now)
  ) {
    return { snapshot: previous.snapshot, files: [] };
  }
  const version = (previous?.snapshot.version ?? 0) + 1;
  const expires = addDays(now, SNAPSHOT_DAYS.valid);
  const meta = Object.fromEntries(Object.entries(versions).map(([name, each]) => [name, { version: each }]));
  const bytes = seal(canonicalize({ ...bodyStart("snapshot", version, expires), meta }), signer);
  const file = metadataPath.snapshot(version);
  requireSize(bytes, limits.trust.snapshotBytes, file);
  const sha256 = toHex(crypto.sha256(bytes)) as Sha256;
  return {
    snapshot: { version, expires: formatTime(expires), keyid: signer.key.keyid, length: bytes.length, sha256 },
    files: [[file, bytes]],
  };
}

function sameVersions(a: Head["versions"], b: Head["versions"]): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name]);
}

function signTimestamp(version: number, snapshot: Head["snapshot"], { now, signers }: SignIndexInput): Uint8Array {
  const { version: snapshotVersion, length, sha256 } = snapshot;
  const meta = { "snapshot.json": { version: snapshotVersion, length, hashes: { sha256 } } };
  const body = { ...bodyStart("timestamp", version, addDays(now, TIMESTAMP_DAYS)), meta };
  return seal(canonicalize(body), signers.timestamp);
}
