import { acceptBin, acceptSnapshot, acceptTargets, acceptTimestamp } from "./accept.ts";
import type { RootMetadata, SnapshotMetadata, TargetsMetadata, TimestampMetadata } from "./metadata.ts";
import { parseRoot } from "./parse-metadata.ts";
import { TrustError } from "./trust-error.ts";
import { verifyRole } from "./verify.ts";
import type { CryptoPort } from "../crypto.ts";

/**
 * What a device keeps of a store between runs: raw metadata by file name without version (`root.json`, `timestamp.json`,
 * `snapshot.json`, `targets.json`, `bin-0a.json`). The files may be written in any order and need no atomicity: whatever does
 * not fit together is dropped on load and loaded again.
 */
export type TrustState = ReadonlyMap<string, Uint8Array>;

/**
 * Verified metadata. Each level is null unless the one above it is there and names exactly it: root, timestamp, snapshot,
 * targets, bins. Any of it may have expired since.
 */
export interface Trust {
  readonly root: RootMetadata;
  readonly timestamp: TimestampMetadata | null;
  readonly snapshot: SnapshotMetadata | null;
  readonly targets: TargetsMetadata | null;
  /** The bins loaded so far, by name. */
  readonly bins: ReadonlyMap<string, TargetsMetadata>;
}

export interface LoadedTrust {
  readonly trust: Trust;
  /** Files of the state that were left out, and why. A refresh loads what is needed again. */
  readonly dropped: readonly TrustError[];
}

/** The state of a device that knows only the root it was built with or was told to pin. */
export function pinnedState(root: Uint8Array): TrustState {
  return new Map([["root.json", root]]);
}

/**
 * Verifies a kept state against its own root: a disk is not to be trusted more than a store.
 *
 * @throws TrustError when the root itself is missing, malformed or not signed by its own keys
 */
export function loadTrust(state: TrustState, crypto: CryptoPort): LoadedTrust {
  const bytes = state.get("root.json");
  if (bytes === undefined) throw new TrustError("missing", "root.json", "A state needs a root.");
  const root = parseRoot(bytes, "root.json", crypto.sha256);
  verifyRole(root, root.roles.root, crypto);
  return verifyUnder(root, state, crypto);
}

/** What is to be kept of verified metadata. */
export function stateOf({ root, timestamp, snapshot, targets, bins }: Trust): TrustState {
  const state = new Map([["root.json", root.bytes]]);
  if (timestamp !== null) state.set("timestamp.json", timestamp.bytes);
  if (snapshot !== null) state.set("snapshot.json", snapshot.bytes);
  if (targets !== null) state.set("targets.json", targets.bytes);
  for (const [name, { bytes }] of bins) state.set(`${name}.json`, bytes);
  return state;
}

/** Verifies the files below the root under a root that is trusted already. */
export function verifyUnder(root: RootMetadata, state: TrustState, crypto: CryptoPort): LoadedTrust {
  const dropped: TrustError[] = [];
  const open = <T>(file: string, accept: (bytes: Uint8Array) => T): T | null => {
    const bytes = state.get(file);
    if (bytes === undefined) return null;
    try {
      return accept(bytes);
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      dropped.push(error);
      return null;
    }
  };

  const timestamp = open("timestamp.json", (bytes) => acceptTimestamp(bytes, "timestamp.json", root, crypto));
  const snapshot =
    timestamp &&
    open("snapshot.json", (bytes) => acceptSnapshot(bytes, "snapshot.json", root, timestamp.snapshot, crypto));
  const targets =
    snapshot && open("targets.json", (bytes) => acceptTargets(bytes, "targets.json", root, snapshot, crypto));
  const bins = new Map<string, TargetsMetadata>();
  const delegation = targets?.bins ?? null;
  if (snapshot !== null && delegation !== null) {
    for (const file of state.keys()) {
      if (LEVELS.has(file)) continue;
      const name = file.replace(/\.json$/, "");
      const bin = open(file, (bytes) => acceptBin(bytes, file, name, delegation, snapshot, crypto));
      if (bin !== null) bins.set(name, bin);
    }
  }
  return { trust: { root, timestamp, snapshot, targets, bins }, dropped };
}

const LEVELS: ReadonlySet<string> = new Set(["root.json", "timestamp.json", "snapshot.json", "targets.json"]);
