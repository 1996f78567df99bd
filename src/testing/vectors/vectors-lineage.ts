import {
  ALL,
  APP,
  each,
  first,
  key,
  type LineageVector,
  type Name,
  offer,
  rotation,
  second,
  thief,
  third,
  without,
} from "./vectors-lineage-kit.ts";
import { recoveryVectors } from "./vectors-recovery.ts";
import type { AppId, DeveloperId, Sha256 } from "../../core/ids/ids.ts";

/** Histories of a developer's keys, honest and forged. */
export function lineageVectors(): readonly LineageVector[] {
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
    ...recoveryVectors(),
  ];
}
