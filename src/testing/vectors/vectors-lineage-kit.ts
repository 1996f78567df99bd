import { aSigner } from "../builders.ts";
import type { Vector } from "./vectors.ts";
import { toHex } from "../../core/bytes.ts";
import type { OfferedLineage } from "../../core/device/lineage.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../../core/ids/ids.ts";
import type { Lineage } from "../../core/index/app-document.ts";
import { canonicalize } from "../../core/json/canonical.ts";
import type { SignedDocument } from "../../core/json/signed-document.ts";
import { developerKey, REGISTRY_SPEC_VERSION } from "../../core/registry/compose.ts";
import type { DeveloperKey, KeyUse, RotationBody } from "../../core/registry/documents.ts";
import { signDocument } from "../../core/signing/signatures.ts";
import type { RecoveryStatement } from "../../core/trust/recoveries.ts";
import { nodeCrypto } from "../../node/crypto.ts";

/**
 * A device sees the offers one after the other; the first is pinned on first contact. `app` and `version` ask which keys a package
 * may then be signed by. `recoveries` are what the offline targets state all the while, and `now` is the device's time; both are
 * there only where they matter.
 */
export type LineageVector = Vector<
  {
    readonly offers: readonly OfferedLineage[];
    readonly app: AppId;
    readonly version: VersionCode;
    readonly recoveries?: readonly RecoveryStatement[];
    readonly now?: string;
  },
  { readonly package_keys: readonly string[] } | { readonly problem: string; readonly offer: number }
>;

export const APP = "com.example.notes" as AppId;
export const ALL: readonly KeyUse[] = ["package", "version", "event", "account"];
/** Private halves of every key in the vectors, so that a test may sign packages with them. */
export const lineageSigners = (["first", "second", "third", "thief"] as const).map((name) =>
  aSigner(`${name} lineage key`),
) as [Name, Name, Name, Name];
export const [first, second, third, thief] = lineageSigners;
export type Name = ReturnType<typeof aSigner>;

export function each(
  name: string,
  why: string,
  offers: readonly OfferedLineage[],
  expected: LineageVector["expected"],
  version = 1,
  stated: Pick<LineageVector["input"], "recoveries" | "now"> = {},
): LineageVector {
  return { name, why, input: { offers, app: APP, version: version as VersionCode, ...stated }, expected };
}

export function key(signer: Name, use: readonly KeyUse[] = ALL, apps?: readonly AppId[]): DeveloperKey {
  return developerKey(signer.object, use, nodeCrypto.sha256, apps === undefined ? {} : { apps });
}

export function offer(
  genesis: readonly DeveloperKey[],
  rotations: Lineage["rotations"] = [],
  revoked: Lineage["revoked"] = [],
  newest = 1,
): OfferedLineage {
  const lineage = { developer: "ada" as DeveloperId, genesis, rotations, revoked };
  return { registry: "test", lineage, newest: newest as VersionCode };
}

export function rotation(
  before: readonly SignedDocument<RotationBody>[],
  added: Name,
  signers: readonly Name[],
  change: Partial<RotationBody> = {},
): SignedDocument<RotationBody> {
  const last = before.at(-1);
  const body: RotationBody = {
    _type: "mosis-rotation",
    spec_version: REGISTRY_SPEC_VERSION,
    registry: "test",
    developer: "ada" as DeveloperId,
    seq: before.length + 1,
    previous: last === undefined ? null : (toHex(nodeCrypto.sha256(canonicalize(last.signed))) as Sha256),
    key: key(added),
    ...change,
  };
  return signDocument(body, [...signers, added]);
}

export function without(document: SignedDocument<RotationBody>, signer: Name): SignedDocument<RotationBody> {
  return { ...document, signatures: document.signatures.filter(({ keyid }) => keyid !== signer.key.keyid) };
}
