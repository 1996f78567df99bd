import type { PublicKey } from "./public-key.ts";
import { signersOf } from "./signatures.ts";
import { checkSignatureFile } from "./verify-package.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import { parseAtRest, type SignedDocument } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";

/**
 * How far a package can be trusted by what is known here, least first: nobody signed it; its content is what an unknown key signed;
 * a key of one's own signed it; the key one asked for signed it; the platform's key signed it after review.
 */
export type TrustLevel = "unsigned" | "unknown-key" | "own-key" | "named-key" | "countersigned";

/** What is known of a package's signers. */
export interface TrustKeys {
  /** Keys whose private half is on this machine. */
  readonly own: readonly PublicKey[];
  /** The key that must have signed, if one is named. */
  readonly named: PublicKey | null;
  /** The `signature.sig` that a store serves beside the package, and the key of its platform. */
  readonly served: ServedSignature | null;
}

export interface ServedSignature {
  readonly bytes: Uint8Array;
  /** What to call the file in findings. */
  readonly file: string;
  readonly platformKey: PublicKey;
}

/** One signature. `unknown-key`: nobody here can say whether it is genuine. */
export interface SignerReport {
  readonly keyid: string;
  readonly status: "valid" | "invalid" | "unknown-key";
}

/** `level` is null when a check failed; findings then say which. */
export interface TrustReport {
  readonly level: TrustLevel | null;
  readonly signers: readonly SignerReport[];
  readonly findings: readonly Finding[];
}

/** Checks whose signatures a package bears, and that they cover exactly its files. */
export function assessTrust(
  opened: { readonly document: PackageDocument; readonly signature: Uint8Array | null },
  keys: TrustKeys,
  crypto: CryptoPort,
): TrustReport {
  if (opened.signature === null) {
    const missing = finding("signature/missing", { file: SIGNATURE_PATH, message: "The package is not signed." });
    return { level: "unsigned", signers: [], findings: [missing] };
  }
  const inside = checkSignatureFile(opened.signature, opened.document);
  if (inside.signature === null) return { level: null, signers: [], findings: inside.findings };
  const known = keys.named === null ? keys.own : [...keys.own, keys.named];
  const signers = reportSigners(inside.signature.document, known, crypto);
  const findings = [
    ...signerFindings(signers, keys.named, SIGNATURE_PATH),
    ...(keys.served === null ? [] : servedFindings(keys.served, known, opened.document, crypto)),
  ];
  return { level: findings.length > 0 ? null : levelOf(signers, keys), signers, findings };
}

/** What became of a signed document that is no package. */
export interface DocumentReport {
  /** `_type` of the body; null where the file is no signed document at rest. */
  readonly type: string | null;
  readonly signers: readonly SignerReport[];
  /** None when the document is as a device reads it, and the named key signed it. */
  readonly findings: readonly Finding[];
}

/**
 * Checks that a key signed a file that a device verifies, a served `signature.sig` or TUF metadata, from its bytes alone
 * (docs/spec/signed-documents.md, 4). What the document says is not looked at.
 *
 * @param file what to call it in findings
 */
export function assessDocument(
  bytes: Uint8Array,
  file: string,
  { own, named }: { readonly own: readonly PublicKey[]; readonly named: PublicKey },
  crypto: CryptoPort,
): DocumentReport {
  const parsed = parseAtRest(bytes, file);
  if (!parsed.ok) return { type: null, signers: [], findings: parsed.findings };
  const { document } = parsed;
  const signers = reportSigners(document, [...own, named], crypto);
  return { type: document.signed._type, signers, findings: signerFindings(signers, named, file) };
}

function servedFindings(
  { bytes, file, platformKey }: ServedSignature,
  known: readonly PublicKey[],
  document: PackageDocument,
  crypto: CryptoPort,
): readonly Finding[] {
  const { signature, findings } = checkSignatureFile(bytes, document);
  if (signature === null) return findings.map((each) => ({ ...each, file }));
  return signerFindings(reportSigners(signature.document, [...known, platformKey], crypto), platformKey, file);
}

function reportSigners(
  document: SignedDocument,
  keys: readonly PublicKey[],
  crypto: CryptoPort,
): readonly SignerReport[] {
  const valid = new Set<string>(signersOf(document, keys, crypto));
  const known = new Set<string>(keys.map(({ keyid }) => keyid));
  return document.signatures.map(({ keyid }) => ({
    keyid,
    status: valid.has(keyid) ? "valid" : known.has(keyid) ? "invalid" : "unknown-key",
  }));
}

function signerFindings(
  signers: readonly SignerReport[],
  demanded: PublicKey | null,
  file: string,
): readonly Finding[] {
  const invalid = signers
    .filter(({ status }) => status === "invalid")
    .map(({ keyid }) => finding("signature/invalid", { file, message: `The signature of key ${keyid} is wrong.` }));
  const present = signers.map(({ keyid }) => keyid);
  if (demanded === null || present.includes(demanded.keyid)) {
    if (present.length > 0) return invalid;
    return [finding("signature/missing", { file, message: "The document bears no signature." })];
  }
  const message = `Key ${demanded.keyid} is none of those that signed.`;
  const expected = present.length > 0 ? `one of the keys that did: ${present.join(", ")}` : "a key that signed it";
  return [...invalid, finding("signature/unknown-key", { file, message, expected })];
}

function levelOf(signers: readonly SignerReport[], { own, named, served }: TrustKeys): TrustLevel {
  if (served !== null) return "countersigned";
  if (named !== null) return "named-key";
  const ownIds = new Set<string>(own.map(({ keyid }) => keyid));
  return signers.some(({ keyid, status }) => status === "valid" && ownIds.has(keyid)) ? "own-key" : "unknown-key";
}
