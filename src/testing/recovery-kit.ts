import { composeFile, type ComposedFile, developerKey } from "../core/registry/compose.ts";
import { rotationDocuments } from "../core/registry/compose-keys.ts";
import { recoveryDocuments } from "../core/registry/compose-recovery.ts";
import type { DeveloperBody, KeyUse, RotationBody } from "../core/registry/documents.ts";
import type { DeveloperRecord } from "../core/registry/model.ts";
import { rotationDigest } from "../core/registry/rotation-digest.ts";
import type { RecoveryStatement } from "../core/trust/recoveries.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../node/key-file.ts";

const { sha256 } = nodeCrypto;
const ALL_USES: readonly KeyUse[] = ["package", "version", "event", "account"];

/** A change of keys as a developer submits it, in the order rotation, developer document. */
export interface KeyChange {
  readonly key: KeySigner;
  readonly rotation: RotationBody;
  readonly developer: DeveloperBody;
  readonly files: readonly ComposedFile[];
}

export interface RecoveryChoice {
  readonly rotation?: Partial<RotationBody>;
  readonly developer?: (body: DeveloperBody) => DeveloperBody;
  /** The new key alone by default. */
  readonly signers?: (key: KeySigner) => readonly KeySigner[];
  readonly use?: readonly KeyUse[];
}

/** What somebody submits who says that every account key of a developer is lost; changed as told before it is signed. */
export function aRecovery(record: DeveloperRecord, choice: RecoveryChoice = {}): KeyChange {
  const key = ephemeralSigner();
  const composed = recoveryDocuments(record, { key: developerKey(key.object, choice.use ?? ALL_USES, sha256) }, sha256);
  if (!composed.ok) throw new TypeError(composed.problem);
  const rotation = { ...composed.rotation, ...choice.rotation };
  const developer = choice.developer?.(composed.developer) ?? composed.developer;
  return submitted(key, rotation, developer, choice.signers?.(key) ?? [key]);
}

/** An ordinary rotation, by a key in charge. */
export function aRotation(record: DeveloperRecord, by: KeySigner): KeyChange {
  const key = ephemeralSigner();
  const added = developerKey(key.object, ALL_USES, sha256);
  const composed = rotationDocuments(record, { key: added, signer: by.key.keyid, replaces: null }, sha256);
  if (!composed.ok) throw new TypeError(composed.problem);
  if (composed.rotation === null) throw new TypeError("the key needs no rotation");
  return submitted(key, composed.rotation, composed.developer, [by, key]);
}

/** What the offline keys would say of it. */
export function statementOf(
  { rotation, developer }: Pick<KeyChange, "rotation" | "developer">,
  change: Partial<RecoveryStatement> = {},
): RecoveryStatement {
  return {
    developer: rotation.developer,
    seq: rotation.seq,
    rotation: rotationDigest(rotation, sha256),
    developer_seq: developer.seq - 1,
    not_before: "2026-11-08T12:00:00Z",
    ...change,
  };
}

function submitted(
  key: KeySigner,
  rotation: RotationBody,
  developer: DeveloperBody,
  signers: readonly KeySigner[],
): KeyChange {
  const { developer: id, seq } = rotation;
  const files = [
    composeFile({ kind: "rotation", developer: id, seq }, rotation, signers, sha256),
    composeFile({ kind: "developer", developer: id }, developer, signers, sha256),
  ];
  return { key, rotation, developer, files };
}
