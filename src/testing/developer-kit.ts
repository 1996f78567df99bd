import { toHex } from "../core/bytes.ts";
import type { AppId, DeveloperId, Sha256 } from "../core/ids/ids.ts";
import { canonicalize } from "../core/json/canonical.ts";
import type { SignedDocument } from "../core/json/signed-document.ts";
import { composeFile, type ComposedFile, developerBody, developerKey } from "../core/registry/compose.ts";
import { rotationBody } from "../core/registry/compose-keys.ts";
import type { DeveloperKey, KeyUse, RotationBody } from "../core/registry/documents.ts";
import { signDocument, type Signer } from "../core/signing/signatures.ts";
import type { RecoveryStatement } from "../core/trust/recoveries.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../node/key-file.ts";

const ALL_USES: readonly KeyUse[] = ["package", "version", "event", "account"];

export interface RotationChoice {
  /** What the new key may sign; everything by default. */
  readonly use?: readonly KeyUse[];
  readonly apps?: readonly AppId[];
  /** A key that signs nothing from here on. */
  readonly replaces?: KeySigner;
  /** Who signs besides the new key; a test may have a thief do it. */
  readonly signers?: readonly Signer[];
}

/** What the offline keys may say of a rotation of Ada's that nobody made, unless told otherwise. */
export function aStatement(change: Partial<RecoveryStatement> = {}): RecoveryStatement {
  return {
    developer: "ada" as DeveloperId,
    seq: 1,
    rotation: "ab".repeat(32) as Sha256,
    developer_seq: 1,
    not_before: "2026-11-08T12:00:00Z",
    ...change,
  };
}

/** A developer with real keys and the documents about them. */
export class DeveloperKit {
  readonly id: DeveloperId;
  /** Signs packages and documents: the newest key. */
  signer: KeySigner;
  readonly registry: string;
  readonly keys: DeveloperKey[] = [];
  readonly rotations: SignedDocument<RotationBody>[] = [];
  readonly #signers = new Map<string, KeySigner>();

  constructor(id = "ada", registry = "test") {
    this.id = id as DeveloperId;
    this.registry = registry;
    this.signer = ephemeralSigner();
    this.addKey(this.signer);
  }

  /** A key that is in the developer document without a rotation: among the first ones, or smuggled in. */
  addKey(signer: KeySigner, use: readonly KeyUse[] = ALL_USES, apps?: readonly AppId[]): void {
    this.#signers.set(signer.key.keyid, signer);
    this.keys.push(developerKey(signer.object, use, nodeCrypto.sha256, apps === undefined ? {} : { apps }));
  }

  /** Signs a new key in. Unless told otherwise the newest key does it. */
  rotate({ use = ALL_USES, apps, replaces, signers = [this.signer] }: RotationChoice = {}): KeySigner {
    const added = ephemeralSigner();
    this.addKey(added, use, apps);
    const key = developerKey(added.object, use, nodeCrypto.sha256, apps === undefined ? {} : { apps });
    const body = rotationBody(this, this.rotations, key, replaces?.key.keyid ?? null, nodeCrypto.sha256);
    this.rotations.push(signDocument(body, [...signers, added]));
    if (use.includes("package")) this.signer = added;
    return added;
  }

  /** Every account key is lost: a new one signs itself in, which takes a {@link statement} of the offline keys. */
  recover(choice: Omit<RotationChoice, "signers"> = {}): KeySigner {
    const lost = this.keys.filter(({ use, apps, revoked }) => use.includes("account") && !apps && !revoked);
    const added = this.rotate({ ...choice, signers: [] });
    for (const { keyid } of lost) this.#revoke(keyid, "lost");
    return added;
  }

  /** What the offline keys say of the newest rotation. */
  statement(change: Partial<RecoveryStatement> = {}): RecoveryStatement {
    const last = this.rotations.at(-1);
    if (last === undefined) throw new TypeError("there is no rotation");
    const rotation = toHex(nodeCrypto.sha256(canonicalize(last.signed))) as Sha256;
    return aStatement({ developer: this.id, seq: last.signed.seq, rotation, ...change });
  }

  revoke(signer: KeySigner, reason: "retired" | "lost" | "compromised"): void {
    this.#revoke(signer.key.keyid, reason);
  }

  /** The developer document and the rotations. */
  files(): readonly ComposedFile[] {
    const body = developerBody({
      registry: this.registry,
      id: this.id,
      seq: 1,
      name: `Developer ${this.id}`,
      members: [{ github_id: 1, role: "owner" }],
      keys: this.keys,
    });
    const signers = this.keys.flatMap(({ keyid }) => this.#signers.get(keyid) ?? []);
    const { sha256 } = nodeCrypto;
    return [
      composeFile({ kind: "developer", developer: this.id }, body, signers, sha256),
      ...this.rotations.map(({ signed, signatures }) => {
        const place = { kind: "rotation", developer: this.id, seq: signed.seq } as const;
        const { path } = composeFile(place, signed, [], sha256);
        return { path, bytes: new TextEncoder().encode(`${JSON.stringify({ signatures, signed }, null, 2)}\n`) };
      }),
    ];
  }

  #revoke(keyid: string, reason: "retired" | "lost" | "compromised"): void {
    const at = this.keys.findIndex((each) => each.keyid === keyid);
    const key = this.keys[at];
    if (key === undefined) throw new TypeError("the developer has no such key");
    this.keys[at] = { ...key, revoked: { reason, from_seq: 2 } };
  }
}
