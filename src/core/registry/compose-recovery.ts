import { type ComposedKeys, rotationBody } from "./compose-keys.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "./documents.ts";
import type { DeveloperRecord } from "./model.ts";
import { ownerKeys } from "./owner-keys.ts";
import type { Sha256Function } from "../crypto.ts";
import type { KeyId } from "../ids/ids.ts";

/**
 * The documents of a developer who lost every account key; the new key alone has to sign both. They count on a statement of the
 * offline keys only (ADR 0009).
 *
 * @param change `alsoLost` are keys that are no account keys in charge, such as one for packages
 */
export function recoveryDocuments(
  { developer, rotations }: DeveloperRecord,
  { key, alsoLost = [] }: { readonly key: DeveloperKey; readonly alsoLost?: readonly KeyId[] },
  sha256: Sha256Function,
): ComposedKeys<{ readonly rotation: RotationBody; readonly developer: DeveloperBody }> {
  if (developer.keys.some(({ keyid }) => keyid === key.keyid)) {
    return { ok: false, problem: "known-key", keyid: key.keyid };
  }
  const seq = developer.seq + 1;
  const accountKeys = ownerKeys(developer, "account", null, sha256).map(({ keyid }) => keyid);
  const lost = new Set([...accountKeys, ...alsoLost]);
  const revoked = { reason: "lost", from_seq: seq } as const;
  const keys = developer.keys.map((each) =>
    lost.has(each.keyid) && each.revoked === undefined ? { ...each, revoked } : each,
  );
  const after = { ...developer, seq, keys: [...keys, key] };
  if (ownerKeys(after, "account", null, sha256).length === 0) {
    return { ok: false, problem: "not-in-charge", keyid: key.keyid };
  }
  const rotation = rotationBody(developer, rotations, key, accountKeys[0] ?? null, sha256);
  return { ok: true, rotation, developer: after };
}
