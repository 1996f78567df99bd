import { aSigner } from "./builders.ts";
import type { Vector } from "./vectors.ts";
import { toHex } from "../core/bytes.ts";
import type { OfferedLineage } from "../core/device/lineage.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../core/ids/ids.ts";
import type { Lineage } from "../core/index/app-document.ts";
import { canonicalize } from "../core/json/canonical.ts";
import type { SignedDocument } from "../core/json/signed-document.ts";
import { developerKey, REGISTRY_SPEC_VERSION } from "../core/registry/compose.ts";
import type { DeveloperKey, KeyUse, RotationBody } from "../core/registry/documents.ts";
import { signDocument } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";

/**
 * A device sees the offers one after the other; the first is pinned on first contact. `app` and `version` ask which keys a package
 * may then be signed by.
 */
export type LineageVector = Vector<
  { readonly offers: readonly OfferedLineage[]; readonly app: AppId; readonly version: VersionCode },
  { readonly package_keys: readonly string[] } | { readonly problem: string; readonly offer: number }
>;

const APP = "com.example.notes" as AppId;
const ALL: readonly KeyUse[] = ["package", "version", "event", "account"];
/** Private halves of every key in the vectors, so that a test may sign packages with them. */
export const lineageSigners = ["first", "second", "third", "thief"].map((name) => aSigner(`${name} lineage key`));
const [first, second, third, thief] = lineageSigners;
type Name = NonNullable<typeof first>;

/** Histories of a developer's keys, honest and forged. */
export function lineageVectors(): readonly LineageVector[] {
  if (first === undefined || second === undefined || third === undefined || thief === undefined) throw new TypeError();
  const start = offer([key(first)]);
  const toSecond = rotation([], second, [first]);
  const toThird = rotation([toSecond], third, [second]);
  const rotated = offer([key(first)], [toSecond]);
  const keys = (...names: Name[]) => ({ package_keys: names.map((name) => name.key.keyid).sort() });
  const problem = (code: string, at = 1) => ({ problem: code, offer: at });
  const replaced = rotation([], second, [first], { replaces: first.key.keyid });
  const other = rotation([], third, [first]);
  const bound = key(second, ALL, ["com.example.other" as AppId]);
  const ci = key(second, ["package", "version"]);
  return [
    each("first contact", "The first keys are believed as they are.", [start], keys(first)),
    each("nothing new", "The same lineage again.", [start, start], keys(first)),
    each("a rotation", "Signed by the old key and by the new one.", [start, rotated], keys(first, second)),
    each("a rotation on first contact", "Checked from the first keys on.", [rotated], keys(first, second)),
    each(
      "two rotations at once",
      "Each follows the one before.",
      [start, offer([key(first)], [toSecond, toThird])],
      keys(first, second, third),
    ),
    each(
      "a retired key, an old version",
      "What it signed before stands.",
      [start, offer([key(first)], [replaced], [], 5)],
      keys(first, second),
      5,
    ),
    each(
      "a retired key, a new version",
      "It signs nothing newer than what was listed then.",
      [start, offer([key(first)], [replaced], [], 5)],
      keys(second),
      6,
    ),
    each(
      "a lost key, an old version",
      "What it signed before stands.",
      [rotated, offer([key(first)], [toSecond], [{ keyid: first.key.keyid, reason: "lost" }], 5)],
      keys(first, second),
      5,
    ),
    each(
      "a lost key, a new version",
      "It signs nothing newer than what was listed when the device learnt of the loss, however often the loss is listed again.",
      [5, 9].map((newest) => offer([key(first)], [toSecond], [{ keyid: first.key.keyid, reason: "lost" }], newest)),
      keys(second),
      6,
    ),
    each(
      "a key revoked for another reason",
      "A reason that is not known is as bad as the worst.",
      [rotated, offer([key(first)], [toSecond], [{ keyid: first.key.keyid, reason: "melted" }], 5)],
      keys(second),
    ),
    each(
      "a compromised key",
      "Vouches for nothing.",
      [rotated, offer([key(first)], [toSecond], [{ keyid: first.key.keyid, reason: "compromised" }], 5)],
      keys(second),
    ),
    each(
      "a revocation that is taken back",
      "Revoked stays revoked.",
      [rotated, offer([key(first)], [toSecond], [{ keyid: first.key.keyid, reason: "compromised" }]), rotated],
      keys(second),
    ),
    each(
      "a key bound to another app",
      "It signs packages of that app only.",
      [offer([key(first), bound])],
      keys(first),
    ),
    each(
      "a key bound to this app",
      "It does sign this one's.",
      [offer([key(first), key(second, ["package"], [APP])])],
      keys(first, second),
    ),
    each(
      "a key for accounts only",
      "It signs no packages.",
      [offer([key(first), key(second, ["account"])])],
      keys(first),
    ),
    each("a shortened history", "The store forgot a rotation that was pinned.", [rotated, start], problem("history")),
    each(
      "a forked history",
      "Another first rotation than the pinned one.",
      [rotated, offer([key(first)], [other])],
      problem("history"),
    ),
    each("a first key missing", "The first keys never change.", [offer([key(first), ci]), start], problem("history")),
    each(
      "a first key with another use",
      "Not even what they may do.",
      [offer([key(first), ci]), offer([key(first), key(second)])],
      problem("history"),
    ),
    each(
      "a package key without a rotation",
      "Whoever has the online keys could add one.",
      [start, offer([key(first), key(thief, ["package"])])],
      problem("genesis"),
    ),
    each(
      "a key under another key's id",
      "The id is the digest of the key.",
      [start, offer([{ ...key(thief), keyid: first.key.keyid }])],
      problem("genesis"),
    ),
    each("a key twice", "Each once.", [offer([key(first), key(first)])], problem("genesis", 0)),
    each(
      "another developer",
      "The app was taken over.",
      [start, { ...start, lineage: { ...start.lineage, developer: "eve" as DeveloperId } }],
      problem("other-owner"),
    ),
    each(
      "another registry",
      "The same id elsewhere is another app.",
      [start, { ...start, registry: "other" }],
      problem("other-owner"),
    ),
    each(
      "a rotation by a thief",
      "Signed by the new key and by nobody in charge.",
      [start, offer([key(first)], [rotation([], thief, [])])],
      problem("rotation"),
    ),
    each(
      "a rotation that the new key did not sign",
      "Its holder must agree.",
      [start, offer([key(first)], [without(toSecond, second)])],
      problem("rotation"),
    ),
    each(
      "a rotation that the old key did not sign",
      "As by a thief.",
      [start, offer([key(first)], [without(toSecond, first)])],
      problem("rotation"),
    ),
    each(
      "a rotation by a package key",
      "Only account keys are in charge of keys.",
      [offer([key(first), ci]), offer([key(first), ci], [rotation([], third, [second])])],
      problem("rotation"),
    ),
    each(
      "a rotation by an account key bound to apps",
      "It is not in charge of all.",
      [offer([key(first), bound]), offer([key(first), bound], [rotation([], third, [second])])],
      problem("rotation"),
    ),
    each(
      "a rotation by a replaced key",
      "It signs nothing any more.",
      [start, offer([key(first)], [replaced, rotation([replaced], third, [first])])],
      problem("rotation"),
    ),
    each(
      "a rotation out of turn",
      "seq counts up by one.",
      [start, offer([key(first)], [rotation([], second, [first], { seq: 2 })])],
      problem("rotation"),
    ),
    each(
      "a rotation that follows nothing",
      "previous is the digest of the one before.",
      [start, offer([key(first)], [rotation([], second, [first], { previous: "00".repeat(32) as Sha256 })])],
      problem("rotation"),
    ),
    each(
      "a rotation of another registry",
      "Replayed.",
      [start, offer([key(first)], [rotation([], second, [first], { registry: "other" })])],
      problem("rotation"),
    ),
    each(
      "a rotation of another developer",
      "Replayed.",
      [start, offer([key(first)], [rotation([], second, [first], { developer: "eve" as DeveloperId })])],
      problem("rotation"),
    ),
    each(
      "a cycle",
      "The new key is there already.",
      [start, offer([key(first)], [toSecond, rotation([toSecond], first, [second])])],
      problem("rotation"),
    ),
    each(
      "an altered rotation",
      "The signatures are for another body.",
      [start, offer([key(first)], [{ ...toSecond, signed: { ...toSecond.signed, replaces: first.key.keyid } }])],
      problem("rotation"),
    ),
  ];
}

function each(
  name: string,
  why: string,
  offers: readonly OfferedLineage[],
  expected: LineageVector["expected"],
  version = 1,
): LineageVector {
  return { name, why, input: { offers, app: APP, version: version as VersionCode }, expected };
}

function key(signer: Name, use: readonly KeyUse[] = ALL, apps?: readonly AppId[]): DeveloperKey {
  return developerKey(signer.object, use, nodeCrypto.sha256, apps === undefined ? {} : { apps });
}

function offer(
  genesis: readonly DeveloperKey[],
  rotations: Lineage["rotations"] = [],
  revoked: Lineage["revoked"] = [],
  newest = 1,
): OfferedLineage {
  const lineage = { developer: "ada" as DeveloperId, genesis, rotations, revoked };
  return { registry: "test", lineage, newest: newest as VersionCode };
}

function rotation(
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

function without(document: SignedDocument<RotationBody>, signer: Name): SignedDocument<RotationBody> {
  return { ...document, signatures: document.signatures.filter(({ keyid }) => keyid !== signer.key.keyid) };
}
