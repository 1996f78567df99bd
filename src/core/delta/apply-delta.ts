import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import { contentDigest, type PackageDocument, type PackageFile } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";
import { openFiles, type PackagePorts, type ReadPackage } from "../package/read-package.ts";
import { checkZipFiles } from "../package/zip-files.ts";
import { readZip } from "../package/zip-reader.ts";
import { parseSignatureFile } from "../signing/verify-package.ts";

/**
 * The package that a delta gives together with the files of an older version: read and checked as `readPackage` does, and of
 * the content digest expected; otherwise `opened` is null and findings say why. Nothing of the delta or of the older files is
 * believed: the digest vouches for the list of files, and the list for each of them. Signatures are checked elsewhere.
 *
 * @param installed files of the older version; what does not belong to it does no harm
 * @param expected content digest of the newer version
 */
export function applyDelta(
  installed: readonly PackageFile[],
  delta: Uint8Array,
  expected: Sha256,
  ports: PackagePorts,
): ReadPackage {
  const zip = readZip(delta, ports);
  if (!zip.ok) return refused(zip.findings);
  const signature = zip.entries.find(({ path }) => path === SIGNATURE_PATH);
  if (signature === undefined) {
    return refused([finding("signature/missing", { file: SIGNATURE_PATH, message: "The delta is not signed." })]);
  }
  const listed = parseSignatureFile(signature.data);
  if (listed.signature === null) return refused(listed.findings);
  const { signed } = listed.signature.document;
  const digest = contentDigest(signed, ports.sha256);
  // Before anything is done on the word of the list.
  if (digest !== expected) return refused([otherPackage(digest, expected)]);

  const found = collect(signed, zip.entries, installed, ports.sha256);
  if (found.findings.length > 0) return refused(found.findings);
  const checked = checkZipFiles([...found.files, signature]);
  if (!checked.ok) return refused(checked.findings);
  const read = openFiles(checked.files, ports);
  if (read.opened === null || read.opened.contentDigest === expected) return read;
  return refused([otherPackage(read.opened.contentDigest, expected)]);
}

/** Every file listed, from the delta or else by its hash from the older version; a finding for each that is missing or not listed. */
function collect(
  { files: records }: PackageDocument,
  entries: readonly PackageFile[],
  installed: readonly PackageFile[],
  sha256: Sha256Function,
): { readonly files: readonly { readonly path: string; readonly data: Uint8Array }[]; readonly findings: Finding[] } {
  const ofDelta = new Map<string, Uint8Array>(entries.map(({ path, data }) => [path, data]));
  const known = new Map<string, Uint8Array>(installed.map(({ data }) => [toHex(sha256(data)), data]));
  const paths = new Set(records.map(({ path }) => path));
  const findings = entries
    .filter(({ path }) => path !== SIGNATURE_PATH && !paths.has(path))
    .map(({ path }) => finding("signature/files", { file: path, message: "The delta has it, but it is not signed." }));
  const files = records.flatMap((record) => {
    const data = ofDelta.get(record.path) ?? known.get(record.sha256);
    if (data !== undefined) return [{ path: record.path, data }];
    const message = `Neither the delta nor the older version has ${echo(record.path)}.`;
    findings.push(finding("signature/files", { file: record.path, message, expected: `SHA-256 ${record.sha256}` }));
    return [];
  });
  return { files, findings };
}

function otherPackage(digest: Sha256, expected: Sha256): Finding {
  return finding("package/digest", { message: `The delta gives a package of content digest ${digest}.`, expected });
}

function refused(findings: readonly Finding[]): ReadPackage {
  return { opened: null, findings };
}
