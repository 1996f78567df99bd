import type { PublicKey } from "./public-key.ts";
import { signersOfMessage } from "./signatures.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { KeyId } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { parseAtRest, readEnvelopeOf, type SignedDocument } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";
import { validators } from "../schemas/app-validators.generated.ts";
import { checkSchema } from "../schemas/explain.ts";

/** A `signature.sig` that covers a package, whoever signed it. */
export interface PackageSignature {
  readonly document: SignedDocument<PackageDocument>;
  /** The canonical bytes of `signed`: what the signatures are over. */
  readonly message: Uint8Array;
}

/** `signature` is null when the findings hold an error. */
export interface CheckedSignature {
  readonly signature: PackageSignature | null;
  readonly findings: readonly Finding[];
}

/** Checks that a `signature.sig` is the package document of exactly these files; whose signatures it bears is not asked yet. */
export function checkSignatureFile(bytes: Uint8Array, expected: PackageDocument): CheckedSignature {
  const message = canonicalize(expected);
  // Nearly always it is just that, and then nothing of what it says needs to be read.
  const signatures = readEnvelopeOf(message, bytes);
  if (signatures !== null) return { signature: { document: { signatures, signed: expected }, message }, findings: [] };
  const parsed = parseSignatureFile(bytes);
  if (parsed.signature === null) return parsed;
  return { signature: null, findings: differences(parsed.signature.document.signed, expected) };
}

/** Reads a `signature.sig` for what it says, whatever the files are. */
export function parseSignatureFile(bytes: Uint8Array): CheckedSignature {
  const parsed = parseAtRest(bytes, SIGNATURE_PATH);
  if (!parsed.ok) return { signature: null, findings: parsed.findings };
  const findings = checkSchema(parsed.source, validators.package, "signature/document", { at: "/signed" });
  if (findings.length > 0) return { signature: null, findings };
  const document = parsed.document as unknown as SignedDocument<PackageDocument>;
  return { signature: { document, message: canonicalize(document.signed) }, findings: [] };
}

/** The keys among `keys` that signed the package. */
export function packageSigners(
  { document, message }: PackageSignature,
  keys: readonly PublicKey[],
  crypto: CryptoPort,
): readonly KeyId[] {
  return signersOfMessage(message, document.signatures, keys, crypto);
}

/** What keeps a signed document from being the one of the files; at least one finding. */
function differences(signed: PackageDocument, actual: PackageDocument): readonly Finding[] {
  const file = SIGNATURE_PATH;
  const names = (document: PackageDocument): string =>
    `${document.app_id} ${document.version} (${document.version_code})`;
  if (names(signed) !== names(actual)) {
    const message = `The signature is for ${names(signed)}, the manifest says ${names(actual)}.`;
    return [finding("signature/identity", { file, message })];
  }
  const actualByPath = new Map(actual.files.map((each) => [each.path, each]));
  const signedPaths = new Set(signed.files.map(({ path }) => path));
  const findings = signed.files.flatMap(({ path, length, sha256 }) => {
    const found = actualByPath.get(path);
    if (found === undefined)
      return [finding("signature/files", { file: path, message: "The file is signed but missing." })];
    if (found.length === length && found.sha256 === sha256) return [];
    return [
      finding("signature/files", {
        file: path,
        message: `The file is not the one that was signed.`,
        expected: `SHA-256 ${sha256}`,
      }),
    ];
  });
  const extra = actual.files.filter(({ path }) => !signedPaths.has(path));
  const unsigned = extra.map(({ path }) =>
    finding("signature/files", { file: path, message: "The file is not covered by the signature." }),
  );
  const all = [...findings, ...unsigned];
  return all.length > 0
    ? all
    : [finding("signature/files", { file, message: "The list of files is out of order or has extra fields." })];
}
