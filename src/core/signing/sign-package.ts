import type { PublicKey } from "./public-key.ts";
import { addSignatures, signDocument, type Signer, signersOf } from "./signatures.ts";
import { checkSignatureFile } from "./verify-package.ts";
import { equalBytes } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import type { Finding } from "../findings/finding.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";

/** The `signature.sig` a package gets, or why it gets none. */
export type SignedPackage =
  | {
      readonly ok: true;
      readonly signature: Uint8Array;
      /** False when the package bears exactly this signature already. */
      readonly changed: boolean;
      /** What was wrong with a former `signature.sig` that could not even be read and is replaced. */
      readonly replaced: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Signs a package. Signatures of others stay, unless one of `known` proves them wrong. A package whose signature is for other files
 * is refused: it was changed after it was signed, and signing would cover that up.
 */
export function signPackage(
  opened: { readonly document: PackageDocument; readonly signature: Uint8Array | null },
  signer: Signer,
  known: readonly PublicKey[],
  crypto: CryptoPort,
): SignedPackage {
  const former = opened.signature;
  if (former === null) return fresh(opened.document, signer, []);
  const { signature, findings } = checkSignatureFile(former, opened.document);
  if (signature === null) {
    const isTampered = findings.some(({ rule }) => rule === "signature/files" || rule === "signature/identity");
    return isTampered ? { ok: false, findings } : fresh(opened.document, signer, findings);
  }
  const { document } = signature;
  const valid = new Set<string>(signersOf(document, known, crypto));
  const wrong = new Set<string>(known.map(({ keyid }) => keyid).filter((keyid) => !valid.has(keyid)));
  const kept = { ...document, signatures: document.signatures.filter(({ keyid }) => !wrong.has(keyid)) };
  const bytes = encodeAtRest(addSignatures(kept, [signer]));
  return { ok: true, signature: bytes, changed: !equalBytes(bytes, former), replaced: [] };
}

function fresh(document: PackageDocument, signer: Signer, replaced: readonly Finding[]): SignedPackage {
  return { ok: true, signature: encodeAtRest(signDocument(document, [signer])), changed: true, replaced };
}
