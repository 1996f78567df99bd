import { packageKeysFor } from "./lineage-pin.ts";
import type { ChangePlan } from "./plan-change.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding, hasErrors } from "../findings/finding.ts";
import { type OpenPackage, type PackagePorts, type ReadPackage, readPackageSource } from "../package/read-package.ts";
import type { ByteSource } from "../package/byte-source.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "../package/package-path.ts";
import type { PublicKey } from "../signing/public-key.ts";
import { checkSignatureFile, packageSigners, type PackageSignature } from "../signing/verify-package.ts";

/** What was downloaded, of the lengths and hashes announced. */
export interface Download {
  readonly archive: ByteSource;
  /** The `signature.sig` served beside the package. */
  readonly signature: Uint8Array;
}

export type VerifiedDownload =
  | { readonly ok: true; readonly opened: OpenPackage }
  /** `package`: not what was announced, or against a rule; `signature`: not signed by who must. */
  | { readonly ok: false; readonly problem: "package" | "signature"; readonly findings: readonly Finding[] };

/**
 * The last word before anything is installed: the archive keeps every rule, is the version announced, and both its own
 * `signature.sig` and the one served beside it are of exactly its files: signed by a key of the developer's lineage, and the
 * served one by the platform too.
 */
export function verifyDownload(
  { archive, signature }: Download,
  plan: Pick<ChangePlan, "app_id" | "to" | "pin">,
  platformKeys: readonly PublicKey[],
  ports: PackagePorts & CryptoPort,
): VerifiedDownload {
  return verifyPackage(readPackageSource(archive, ports), signature, plan, platformKeys, ports);
}

/** {@link verifyDownload} of a package that was read already, from whatever it came as. */
export function verifyPackage(
  { opened, findings }: ReadPackage,
  signature: Uint8Array,
  plan: Pick<ChangePlan, "app_id" | "to" | "pin">,
  platformKeys: readonly PublicKey[],
  ports: CryptoPort,
): VerifiedDownload {
  if (opened === null || hasErrors(findings)) return { ok: false, problem: "package", findings };
  const different = differences(opened, plan);
  if (different.length > 0) return { ok: false, problem: "package", findings: different };
  const refuse = (found: readonly Finding[]): VerifiedDownload => ({
    ok: false,
    problem: "signature",
    findings: found,
  });

  if (opened.signature === null) {
    return refuse([finding("signature/missing", { file: SIGNATURE_PATH, message: "The package is not signed." })]);
  }
  const inside = checkSignatureFile(opened.signature, opened.document);
  if (inside.signature === null) return refuse(inside.findings);
  const served = checkSignatureFile(signature, opened.document);
  if (served.signature === null) {
    return refuse(served.findings.map((each) => ({ ...each, file: plan.to.signature.path })));
  }
  const developerKeys = packageKeysFor(plan.pin, plan.app_id, plan.to.version_code, ports.sha256);
  const developer = `a package key of "${plan.pin.developer}"`;
  const unsigned = [
    ...demand(inside.signature, SIGNATURE_PATH, developerKeys, developer, ports),
    ...demand(served.signature, plan.to.signature.path, developerKeys, developer, ports),
    ...demand(served.signature, plan.to.signature.path, platformKeys, "the platform", ports),
  ];
  return unsigned.length > 0 ? refuse(unsigned) : { ok: true, opened };
}

/** What people agreed to and what selected the version must be what the package says of itself. */
function differences(
  { manifest, contentDigest }: OpenPackage,
  { app_id: app, to }: Pick<ChangePlan, "app_id" | "to">,
): readonly Finding[] {
  const claims: readonly (readonly [key: string, found: string, announced: string])[] = [
    ["/id", manifest.id, app],
    ["/version", manifest.version, to.version],
    ["/version_code", String(manifest.version_code), String(to.version_code)],
    ["/min_mosis_version", manifest.min_mosis_version, to.min_mosis_version],
    ["/permissions", listed(manifest.permissions), listed(to.permissions)],
  ];
  const found = claims
    .filter(([, actual, announced]) => actual !== announced)
    .map(([pointer, actual, announced]) => {
      const message = `The package says ${JSON.stringify(actual)}, the store ${JSON.stringify(announced)}.`;
      return finding("version/manifest-differs", { file: MANIFEST_PATH, pointer, message });
    });
  if (contentDigest === to.content_digest) return found;
  const message = `The content digest of the package is ${contentDigest}.`;
  return [...found, finding("package/digest", { message, expected: to.content_digest })];
}

function demand(
  signature: PackageSignature,
  file: string,
  keys: readonly PublicKey[],
  whose: string,
  crypto: CryptoPort,
): readonly Finding[] {
  if (packageSigners(signature, keys, crypto).length > 0) return [];
  const trusted = keys.map(({ keyid }) => keyid).join(", ") || "none";
  const message = `It bears no valid signature by ${whose} that this device trusts for the version.`;
  return [finding("signature/unknown-key", { file, message, expected: `one of the keys: ${trusted}` })];
}

function listed(permissions: readonly string[]): string {
  return permissions.toSorted().join(", ");
}
