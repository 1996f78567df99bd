import { DeltaFault } from "./delta-fault.ts";
import type { Delta } from "./delta-format.ts";
import { alteredFiles, type OlderVersion, olderVersion } from "./older-version.ts";
import { readDelta } from "./read-delta.ts";
import { rebuildFile } from "./rebuild-file.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import { ChangedSourceError } from "../package/byte-source.ts";
import type { Inflate } from "../package/inflate-port.ts";
import { fileDigest, type PackageFile } from "../package/package-document.ts";
import { compareEntryPaths, type PackagePath, SIGNATURE_PATH } from "../package/package-path.ts";
import { openFiles, type PackagePorts, type ReadPackage } from "../package/read-package.ts";
import { checkZipFiles } from "../package/zip/zip-files.ts";

/**
 * The package that a delta gives together with the files of an older version: read and checked as `readPackage` does, and of
 * the content digest expected; otherwise `opened` is null and findings say why. Nothing of the delta or of the older files is
 * believed: the digest vouches for every file, and whoever has the keys checks the signatures. Nothing is inflated or allocated
 * before the whole result is known to keep the limits of a package; then one file at a time is held, beside the delta. `data` of the
 * result's files is made anew at each access, from the installed files.
 *
 * @param installed files of the older version with its `signature.sig`; what it does not list does no harm
 * @param expected content digest of the newer version
 * @throws ChangedSourceError where installed files change meanwhile; so does `data` of a file of the result
 */
export function applyDelta(
  installed: readonly PackageFile[],
  delta: Uint8Array,
  expected: Sha256,
  ports: PackagePorts,
): ReadPackage {
  return caught(() => {
    const older = olderVersion(installed);
    const applied = caught(() => reconstruct(older, readDelta(delta, older), expected, ports));
    if (applied.opened !== null) return applied;
    const altered = alteredFiles(older, ports.sha256);
    return altered.length > 0 ? refused(altered) : applied;
  });
}

/** A file of the result before its bytes are there. */
interface PlannedFile {
  readonly path: string;
  readonly data: { readonly length: number };
  make(): Uint8Array;
}

function reconstruct(older: OlderVersion, delta: Delta, expected: Sha256, ports: PackagePorts): ReadPackage {
  const planned = plan(older, delta, ports.inflate);
  const signatureFile: PlannedFile = { path: SIGNATURE_PATH, data: new Uint8Array(), make: () => new Uint8Array() };
  // Its own length is left out: that of a package of the digest expected was within the limits when it was reviewed.
  const checked = checkZipFiles([...planned, signatureFile]);
  if (!checked.ok) return refused(checked.findings);
  const files = checked.files
    .slice(0, planned.length)
    .toSorted((a, b) => compareEntryPaths(a.path, b.path))
    .map(({ path, make }) => madeAnew(path, make, ports.sha256));

  const read = openFiles(files, ports);
  if (read.opened === null) return read;
  const { opened, findings } = read;
  if (opened.contentDigest !== expected) return refused([otherPackage(opened.contentDigest, expected)]);
  const signature = encodeAtRest({ signatures: delta.signatures, signed: opened.document });
  const all = [...opened.files, { path: SIGNATURE_PATH, data: signature }];
  return { opened: { ...opened, files: all, signature }, findings };
}

function plan(older: OlderVersion, { removed, files }: Delta, inflate: Inflate): readonly PlannedFile[] {
  const gone = new Set([...removed.map((place) => older.files[place]?.path), ...files.map(({ path }) => path)]);
  const kept = older.files.map(({ path, length }, place) => ({
    path,
    data: { length },
    make: () => older.read(place),
  }));
  const changed = files.map((change) => ({
    path: change.path,
    data: { length: change.length },
    make: () => rebuildFile(change, change.base === null ? null : older.read(change.base), inflate),
  }));
  return [...kept.filter(({ path }) => !gone.has(path)), ...changed];
}

/** A file that is not kept in memory: made once for its digest, and again whenever it is asked for. */
function madeAnew(path: PackagePath, make: () => Uint8Array, sha256: Sha256Function): PackageFile {
  const digest = fileDigest(make(), sha256);
  return {
    path,
    digest,
    get data() {
      const data = orNull(make);
      if (data !== null && fileDigest(data, sha256).sha256 === digest.sha256) return data;
      throw new ChangedSourceError(`What ${echo(path)} is made from changed meanwhile.`);
    },
  };
}

function orNull(make: () => Uint8Array): Uint8Array | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof DeltaFault) return null;
    throw error;
  }
}

function caught(work: () => ReadPackage): ReadPackage {
  try {
    return work();
  } catch (error) {
    if (error instanceof DeltaFault) return refused([error.finding]);
    throw error;
  }
}

function otherPackage(digest: Sha256, expected: Sha256): Finding {
  return finding("package/digest", { message: `The delta gives a package of content digest ${digest}.`, expected });
}

function refused(findings: readonly Finding[]): ReadPackage {
  return { opened: null, findings };
}
