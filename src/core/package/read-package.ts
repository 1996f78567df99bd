import type { ByteSource } from "./byte-source.ts";
import { checkPackage, type PackageReport, type SourceReport } from "./check-package.ts";
import type { Crc32, Inflate } from "./inflate-port.ts";
import { type PackageDocument, packageDocument, contentDigest, type PackageFile } from "./package-document.ts";
import { SIGNATURE_PATH } from "./package-path.ts";
import { openZipSource, readZip, readZipSource, type ZipReading } from "./zip/zip-reader.ts";
import type { ApiUse } from "../code/code-report.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** What reading a package needs of its host. */
export interface PackagePorts {
  readonly inflate: Inflate;
  readonly crc32?: Crc32;
  readonly sha256: Sha256Function;
}

/** A package whose archive could be read; its app may still have findings. */
export interface OpenPackage {
  readonly files: readonly PackageFile[];
  readonly manifest: Manifest;
  /** The document that has to be signed, computed from the files. */
  readonly document: PackageDocument;
  readonly contentDigest: Sha256;
  /** What its code uses of the API. */
  readonly uses: readonly ApiUse[];
  /** Bytes of `signature.sig`, or null when the package is unsigned. */
  readonly signature: Uint8Array | null;
}

/** `opened` is null when the archive cannot be read or the manifest has an error; findings then say why. */
export interface ReadPackage {
  readonly opened: OpenPackage | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads the bytes of a `.mosis` file: archive, manifest and every package-scope rule; signatures are checked elsewhere.
 *
 * @param known what was said of these very bytes in a worker; every rule is asked here when left out
 */
export function readPackage(archive: Uint8Array, ports: PackagePorts, known?: PackageReport): ReadPackage {
  return known?.manifest === null ? refused(known) : openZip(readZip(archive, ports), ports, known);
}

/**
 * {@link readPackage} of a package that need not fit in memory. `data` of its files is read anew from the source at each access.
 *
 * @param known what was said of it in a worker; then no more is read again than is needed
 * @throws ChangedSourceError where the source changes while it is read; `data` of a file throws it later on
 */
export function readPackageSource(
  source: ByteSource,
  ports: PackagePorts,
  known?: PackageReport | SourceReport,
): ReadPackage {
  // Nothing is read again of what may have taken a worker all its time.
  if (known?.manifest === null) return refused(known);
  if (known !== undefined && "digests" in known)
    return openFiles(openZipSource(source, ports, known.digests), ports, known);
  return openZip(readZipSource(source, ports), ports, known);
}

function openZip(zip: ZipReading, ports: PackagePorts, known?: PackageReport): ReadPackage {
  return zip.ok ? openFiles(zip.entries, ports, known) : refused(zip);
}

function refused({ findings }: Pick<PackageReport, "findings">): ReadPackage {
  return { opened: null, findings };
}

/** The same of a package that came as files, which `readZip` or `checkZipFiles` let through. */
export function openFiles(
  files: readonly PackageFile[],
  ports: PackagePorts,
  known: PackageReport = checkPackage(files, ports),
): ReadPackage {
  const { sha256 } = ports;
  const { manifest, findings, uses } = known;
  if (manifest === null) return refused(known);
  const document = packageDocument(manifest, files, sha256);
  const signature = files.find(({ path }) => path === SIGNATURE_PATH)?.data ?? null;
  const digest = contentDigest(document, sha256);
  return { opened: { files, manifest, document, contentDigest: digest, uses, signature }, findings };
}
