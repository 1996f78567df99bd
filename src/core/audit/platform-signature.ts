import type { CryptoPort } from "../crypto.ts";
import { parseSignedDocument, type Signature, type SignedDocument } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";
import type { PublicKey } from "../signing/public-key.ts";
import { signersOf } from "../signing/signatures.ts";

/**
 * The platform's signature over a package document, out of the `signature.sig` that a store serves. It is believed because it is
 * verified, whatever else the file says.
 *
 * @param keys the platform's, as the offline role names them
 * @returns null when no such key validly signed
 */
export function platformSignature(
  served: Uint8Array,
  { signed }: SignedDocument<PackageDocument>,
  keys: readonly PublicKey[],
  crypto: CryptoPort,
): Signature | null {
  const parsed = parseSignedDocument(served, "signature.sig");
  if (!parsed.ok) return null;
  const { signatures } = parsed.document;
  return signatures.find((each) => signersOf({ signatures: [each], signed }, keys, crypto).length > 0) ?? null;
}

/** The document with one further signature, as `addSignatures` would have put it. */
export function withSignature<T extends SignedDocument>(document: T, signature: Signature): T {
  const others = document.signatures.filter(({ keyid }) => keyid !== signature.keyid);
  return {
    ...document,
    signatures: [...others, signature].toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1)),
  };
}
