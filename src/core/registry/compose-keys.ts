import { developerBody, REGISTRY_SPEC_VERSION } from "./compose.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "./documents.ts";
import type { DeveloperRecord } from "./model.ts";
import { ownerKeys, reachesDevices } from "./owner-keys.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { DeveloperId, KeyId, Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import type { SignedDocument } from "../json/signed-document.ts";

export type RevocationReason = NonNullable<DeveloperKey["revoked"]>["reason"];

/** Why keys cannot change so; review would refuse the documents, or nobody could ever change them again. */
export interface KeyRefusal {
  readonly problem: "unknown-key" | "known-key" | "revoked-key" | "last-account-key" | "not-in-charge";
  readonly keyid: KeyId;
}

export type ComposedKeys<Documents> = ({ readonly ok: true } & Documents) | ({ readonly ok: false } & KeyRefusal);

/** The first document of a developer, to be signed by every key in it. */
export function registrationBody(own: {
  readonly registry: string;
  readonly developer: DeveloperId;
  readonly name: string;
  /** Numeric id of the forge account that opens the pull request; null for somebody without one, whose submissions a portal carries. */
  readonly githubId: number | null;
  readonly keys: readonly DeveloperKey[];
  /** Each of which proves it. */
  readonly domains?: readonly string[];
}): DeveloperBody {
  return developerBody({
    registry: own.registry,
    id: own.developer,
    seq: 1,
    name: own.name,
    members: [{ ...(own.githubId === null ? { name: own.name } : { github_id: own.githubId }), role: "owner" }],
    keys: own.keys,
    ...(own.domains !== undefined && own.domains.length > 0 && { domains: own.domains }),
  });
}

/** The developer document with other domains; `signer` has to sign it, and those that are new prove it. */
export function domainsBody(
  developer: DeveloperBody,
  { domains, signer }: { readonly domains: readonly string[]; readonly signer: KeyId },
  sha256: Sha256Function,
): ComposedKeys<{ readonly developer: DeveloperBody }> {
  if (!isInCharge(developer, signer, sha256)) return refuse("not-in-charge", signer);
  return { ok: true, developer: { ...developer, seq: developer.seq + 1, domains } };
}

/** The rotation after `rotations`, to be signed by an account key in charge and by the key it adds. */
export function rotationBody(
  { registry, id }: Pick<DeveloperBody, "registry" | "id">,
  rotations: readonly SignedDocument<RotationBody>[],
  key: DeveloperKey,
  replaces: KeyId | null,
  sha256: Sha256Function,
): RotationBody {
  const last = rotations.at(-1)?.signed;
  return {
    _type: "mosis-rotation",
    spec_version: REGISTRY_SPEC_VERSION,
    registry,
    developer: id,
    seq: rotations.length + 1,
    previous: last === undefined ? null : (toHex(sha256(canonicalize(last))) as Sha256),
    key,
    ...(replaces !== null && { replaces }),
  };
}

/**
 * The documents that add a key; `signer` and the new key have to sign each. `rotation` is null for a key that devices have no use
 * for: it neither signs packages nor is in charge of keys, so the developer document alone adds it (docs/spec/keys-and-lineage.md 3).
 */
export function rotationDocuments(
  { developer, rotations }: DeveloperRecord,
  change: { readonly key: DeveloperKey; readonly signer: KeyId; readonly replaces: KeyId | null },
  sha256: Sha256Function,
): ComposedKeys<{ readonly rotation: RotationBody | null; readonly developer: DeveloperBody }> {
  const { key, signer, replaces } = change;
  if (developer.keys.some(({ keyid }) => keyid === key.keyid)) return refuse("known-key", key.keyid);
  if (!isInCharge(developer, signer, sha256)) return refuse("not-in-charge", signer);
  const seq = developer.seq + 1;
  let { keys } = developer;
  if (replaces !== null) {
    const replaced = keys.find(({ keyid }) => keyid === replaces);
    if (replaced === undefined) return refuse("unknown-key", replaces);
    if (replaced.revoked !== undefined) return refuse("revoked-key", replaces);
    keys = withRevoked(keys, replaces, { reason: "retired", from_seq: seq });
  }
  const after = { ...developer, seq, keys: [...keys, key] };
  if (replaces !== null && ownerKeys(after, "account", null, sha256).length === 0) {
    return refuse("last-account-key", replaces);
  }
  const rotation = reachesDevices(key) ? rotationBody(developer, rotations, key, replaces, sha256) : null;
  return { ok: true, rotation, developer: after };
}

/**
 * The developer document that revokes a key; `signer` has to sign it. A key that is revoked already keeps the number it is revoked
 * from, and may only turn out to be compromised.
 */
export function revocationBody(
  developer: DeveloperBody,
  change: { readonly keyid: KeyId; readonly reason: RevocationReason; readonly signer: KeyId },
  sha256: Sha256Function,
): ComposedKeys<{ readonly developer: DeveloperBody }> {
  const { keyid, reason, signer } = change;
  const key = developer.keys.find((each) => each.keyid === keyid);
  if (key === undefined) return refuse("unknown-key", keyid);
  if (key.revoked !== undefined && (reason !== "compromised" || key.revoked.reason === "compromised")) {
    return refuse("revoked-key", keyid);
  }
  const seq = developer.seq + 1;
  const keys = withRevoked(developer.keys, keyid, { reason, from_seq: key.revoked?.from_seq ?? seq });
  const after = { ...developer, seq, keys };
  if (ownerKeys(after, "account", null, sha256).length === 0) return refuse("last-account-key", keyid);
  if (signer === keyid || !isInCharge(developer, signer, sha256)) return refuse("not-in-charge", signer);
  return { ok: true, developer: after };
}

/** Whether a key is that one and not revoked. */
export function keyStands(key: DeveloperKey, keyid: KeyId): boolean {
  return key.keyid === keyid && key.revoked === undefined;
}

/** Whether a developer has what a rotation would bring: the key with exactly these powers, and the one it replaces revoked. */
export function hasRotated(
  { keys }: Pick<DeveloperBody, "keys">,
  { key, replaces }: { readonly key: DeveloperKey; readonly replaces: KeyId | null },
): boolean {
  const powers = ({ use, apps = [] }: DeveloperKey): string => JSON.stringify([use.toSorted(), apps.toSorted()]);
  const isThere = keys.some((each) => keyStands(each, key.keyid) && powers(each) === powers(key));
  return (
    isThere && (replaces === null || keys.some(({ keyid, revoked }) => keyid === replaces && revoked !== undefined))
  );
}

function isInCharge(developer: DeveloperBody, signer: KeyId, sha256: Sha256Function): boolean {
  return ownerKeys(developer, "account", null, sha256).some(({ keyid }) => keyid === signer);
}

function withRevoked(
  keys: readonly DeveloperKey[],
  keyid: KeyId,
  revoked: NonNullable<DeveloperKey["revoked"]>,
): readonly DeveloperKey[] {
  return keys.map((key) => (key.keyid === keyid ? { ...key, revoked } : key));
}

function refuse(problem: KeyRefusal["problem"], keyid: KeyId): { readonly ok: false } & KeyRefusal {
  return { ok: false, problem, keyid };
}
