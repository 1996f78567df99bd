import type { LineagePin } from "./lineage-pin.ts";
import type { CryptoPort } from "../crypto.ts";
import type { SignedDocument } from "../json/signed-document.ts";
import type { RotationBody } from "../registry/documents.ts";
import { rotationDigest } from "../registry/rotation-digest.ts";
import { publicKeyOf } from "../signing/public-key.ts";
import { signersOf } from "../signing/signatures.ts";
import { findRecovery, isEarly, type RecoveryStatement } from "../trust/recoveries.ts";

/** What the offline keys say of lost keys, and the time to hold it against. */
export interface StatedRecoveries {
  /** From the verified offline targets and from nowhere else: whoever may write these may take every app over. */
  readonly recoveries: readonly RecoveryStatement[];
  readonly now: Date;
}

/** See `LineageProblem`. */
export type RotationProblem = "rotation" | "recovery-early";

export type CheckedRotation =
  /** Keys that are in charge of nothing from here on, and why. */
  | { readonly ok: true; readonly ended: readonly (readonly [keyid: string, reason: string])[] }
  /** `why` is the end of a sentence about the rotation. */
  | { readonly ok: false; readonly problem: RotationProblem; readonly why: string };

/**
 * Whether a device follows a rotation behind those that it knows: signed by the key it adds, and by an account key in charge or on
 * the word of the offline keys.
 *
 * @param ended reasons of keys that are in charge of nothing any more, by key id
 */
export function checkRotation(
  document: SignedDocument<RotationBody>,
  { registry, developer, genesis, rotations }: LineagePin,
  ended: ReadonlyMap<string, string>,
  stated: StatedRecoveries,
  crypto: CryptoPort,
): CheckedRotation {
  const { signed } = document;
  const wrong = (why: string): CheckedRotation => ({ ok: false, problem: "rotation", why });
  if (signed.registry !== registry || signed.developer !== developer) {
    return wrong("is for another registry or developer");
  }
  if (signed.seq !== rotations.length + 1 || signed.previous !== (rotations.at(-1)?.digest ?? null)) {
    return wrong("does not follow the one before");
  }
  const key = publicKeyOf(signed.key, crypto.sha256);
  if (key === null || key.keyid !== signed.key.keyid) return wrong("adds a key with another id");
  const known = [...genesis, ...rotations.map((each) => each.key)];
  if (known.some(({ keyid }) => keyid === key.keyid)) return wrong("adds a key that is there already");
  if (signersOf(document, [key], crypto).length === 0) return wrong("is not signed by the key it adds");
  const replaced = signed.replaces === undefined ? [] : [[signed.replaces, "retired"] as const];
  const inCharge = known.filter(
    ({ keyid, use, apps }) => use.includes("account") && apps === undefined && !ended.has(keyid),
  );
  const accountKeys = inCharge.flatMap((each) => publicKeyOf(each, crypto.sha256) ?? []);
  if (signersOf(document, accountKeys, crypto).length > 0) return { ok: true, ended: replaced };

  const rotation = rotationDigest(signed, crypto.sha256);
  const statement = findRecovery(stated.recoveries, { developer, seq: signed.seq, rotation });
  if (statement === null) return wrong("is not signed by an account key in charge before it");
  if (isEarly(statement, stated.now)) {
    const why = `is a recovery of lost keys that counts from ${statement.not_before} on`;
    return { ok: false, problem: "recovery-early", why };
  }
  // Whoever finds a lost key must not rotate with it, whatever the store's online keys say of it.
  const lost = inCharge.map(({ keyid }) => [keyid, "lost"] as const);
  return { ok: true, ended: [...lost, ...replaced] };
}
