import { type PublicKey } from "./public-key.ts";
import { verifyStrict } from "./verify-strict.ts";
import { fromHex } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import type { KeyId } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import type { Signature, SignedBody, SignedDocument } from "../json/signed-document.ts";
import type { JsonObject } from "../json/value.ts";

/** Something that can sign with one key; the key itself may be on disk or on a token. */
export interface Signer {
  readonly key: PublicKey;
  /** Ed25519 over the message: 64 bytes as lower-case hex. */
  sign(message: Uint8Array): string;
}

/** The keys among `keys` that validly signed the document, each once. */
export function signersOf(document: SignedDocument, keys: readonly PublicKey[], crypto: CryptoPort): readonly KeyId[] {
  return signersOfMessage(canonicalize(document.signed), document.signatures, keys, crypto);
}

/** {@link signersOf} where the canonical bytes of the body are at hand. */
export function signersOfMessage(
  message: Uint8Array,
  signatures: readonly Signature[],
  keys: readonly PublicKey[],
  crypto: CryptoPort,
): readonly KeyId[] {
  const byId = new Map(keys.map((key) => [key.keyid as string, key]));
  const signers = new Set<KeyId>();
  for (const { keyid, sig } of signatures) {
    const key = byId.get(keyid);
    const signature = fromHex(sig);
    if (key === undefined || signature === null) continue;
    if (verifyStrict(crypto, signature, message, key.bytes)) signers.add(key.keyid);
  }
  return [...signers];
}

/** Signs a body with each signer; signatures come out sorted by key id. */
export function signDocument<T extends SignedBody>(signed: T, signers: readonly Signer[]): SignedDocument<T> {
  return addSignatures({ signatures: [], signed }, signers);
}

/** The document with further signatures; a key that signed before keeps one, the new one. */
export function addSignatures<T extends JsonObject>(
  document: SignedDocument<T>,
  signers: readonly Signer[],
): SignedDocument<T> {
  const message = canonicalize(document.signed);
  const added = signers.map(({ key, sign }): Signature => ({ keyid: key.keyid, sig: sign(message) }));
  return withSignatures(document, added);
}

/** The document with signatures that were made elsewhere, sorted by key id; a key that signed before keeps one, the new one. */
export function withSignatures<T extends JsonObject>(
  { signatures, signed }: SignedDocument<T>,
  added: readonly Signature[],
): SignedDocument<T> {
  const byKey = new Map([...signatures, ...added].map((each) => [each.keyid, each]));
  return { signatures: [...byKey.values()].toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1)), signed };
}
