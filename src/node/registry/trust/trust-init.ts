import { nodeCrypto } from "../../crypto.ts";
import type { KeySigner } from "../../key-file.ts";
import { encodePretty } from "../../../core/json/signed-document.ts";
import { registryPath } from "../../../core/registry/paths.ts";
import { signDocument } from "../../../core/signing/signatures.ts";
import { newRoot, newTargets } from "../../../core/trust/ceremony.ts";
import { addDays } from "../../../core/trust/time.ts";

/** Roles whose keys lie with the signing job. */
export const ONLINE_ROLES = ["bins", "snapshot", "timestamp", "platform"] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];
export type OnlineKeys = Readonly<Record<OnlineRole, KeySigner>>;

export interface TrustInit {
  /** Keys of root and targets; they should never be on one machine again. */
  readonly offline: readonly KeySigner[];
  /** How many of them must sign. */
  readonly threshold: number;
  readonly online: OnlineKeys;
  /** 2^bitLength hash bins. */
  readonly bitLength: number;
  readonly now: Date;
}

const YEAR_DAYS = 365;

/** The first root and targets documents of a registry, signed by `threshold` keys, by path below `registry/`. */
export function trustInit({ offline, threshold, online, bitLength, now }: TrustInit): ReadonlyMap<string, Uint8Array> {
  const { sha256 } = nodeCrypto;
  const keys = offline.map(({ object }) => object);
  const expires = addDays(now, YEAR_DAYS);
  const root = newRoot(
    {
      version: 1,
      expires,
      roles: {
        root: { keys, threshold },
        targets: { keys, threshold },
        snapshot: { keys: [online.snapshot.object], threshold: 1 },
        timestamp: { keys: [online.timestamp.object], threshold: 1 },
      },
    },
    sha256,
  );
  const targets = newTargets(
    {
      version: 1,
      expires,
      platformKeys: [online.platform.object],
      binKeys: [online.bins.object],
      bitLength,
      recoveries: [],
    },
    sha256,
  );
  const signers = offline.slice(0, threshold);
  return new Map([
    [registryPath({ kind: "root", version: 1 }, sha256), encodePretty(signDocument(root, signers))],
    [registryPath({ kind: "targets", version: 1 }, sha256), encodePretty(signDocument(targets, signers))],
  ]);
}
