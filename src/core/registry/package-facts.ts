import { toHex } from "../bytes.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { SignedDocument } from "../json/signed-document.ts";
import { ICON_SIZES, type IconSize, type Manifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import { manifestMissing } from "../package/check-package.ts";
import type { PackageDocument } from "../package/package-document.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "../package/package-path.ts";
import { type OpenPackage, openFiles, type PackagePorts, type ReadPackage } from "../package/read-package.ts";
import { countTexts, type TextCounts } from "../package/text-counts.ts";
import { readZip } from "../package/zip/zip-reader.ts";
import { type CheckedSignature, checkSignatureFile } from "../signing/verify-package.ts";

/** A file that is published under the hash of its bytes. */
export interface BlobReference {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly length: number;
}

/**
 * What the index needs to know of a package, so that 10,000 packages need not be opened to build it: a pure function of the
 * package's bytes, kept beside them.
 */
export interface PackageFacts {
  readonly package: BlobReference;
  readonly signature: SignedDocument<PackageDocument>;
  readonly icons: { readonly [size in IconSize]: BlobReference };
  readonly texts: TextCounts;
}

/** `facts` is null when the package cannot be published; findings then hold an error that says why. */
export interface ReadFacts {
  readonly facts: PackageFacts | null;
  /** Bytes of the icons by SHA-256, to be kept as blobs. */
  readonly icons: ReadonlyMap<Sha256, Uint8Array>;
  readonly findings: readonly Finding[];
}

/**
 * Opens a package once for everything the index will ask of it. Its code is not looked at again: that was for review, in a worker,
 * and a rule that came later keeps nobody from publishing.
 */
export function packageFacts(archive: Uint8Array, ports: PackagePorts): ReadFacts {
  const { opened, findings } = openReviewed(archive, ports);
  if (opened === null) return { facts: null, icons: new Map(), findings };
  const checked = checkSignature(opened);
  if (checked.signature === null)
    return { facts: null, icons: new Map(), findings: [...findings, ...checked.findings] };
  const blob = (bytes: Uint8Array): BlobReference => ({
    sha256: toHex(ports.sha256(bytes)) as Sha256,
    length: bytes.length,
  });
  const icons = new Map<Sha256, Uint8Array>();
  const references: Partial<Record<IconSize, BlobReference>> = {};
  for (const size of ICON_SIZES) {
    const data = opened.files.find(({ path }) => path === opened.manifest.icons[size])?.data;
    if (data === undefined) return { facts: null, icons, findings: [...findings, iconMissing(opened.manifest, size)] };
    references[size] = blob(data);
    icons.set(references[size].sha256, data);
  }
  return {
    facts: {
      package: blob(archive),
      signature: checked.signature.document,
      icons: references as PackageFacts["icons"],
      texts: countTexts(opened.files, opened.manifest),
    },
    icons,
    findings,
  };
}

function openReviewed(archive: Uint8Array, ports: PackagePorts): ReadPackage {
  const zip = readZip(archive, ports);
  if (!zip.ok) return { opened: null, findings: zip.findings };
  const file = zip.entries.find(({ path }) => path === MANIFEST_PATH);
  if (file === undefined) return { opened: null, findings: [manifestMissing()] };
  const { manifest, findings } = parseManifest(file.data);
  return openFiles(zip.entries, ports, { manifest, findings, uses: [] });
}

function iconMissing({ icons }: Manifest, size: IconSize): Finding {
  const message = `There is no file ${echo(icons[size])}.`;
  return finding("package/icon-missing", { file: MANIFEST_PATH, pointer: `/icons/${size}`, message });
}

function checkSignature({ signature, document }: OpenPackage): CheckedSignature {
  if (signature !== null) return checkSignatureFile(signature, document);
  const missing = finding("signature/missing", { file: SIGNATURE_PATH, message: "The package is not signed." });
  return { signature: null, findings: [missing] };
}
