import { DeltaFault } from "./delta-fault.ts";
import { type Delta, type DeltaFile, dictionaryOf, freshBytes } from "./delta-format.ts";
import { alteredFiles, type OlderVersion, olderVersion } from "./older-version.ts";
import { readDelta } from "./read-delta.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import { type Inflate, InflateError } from "../package/inflate-port.ts";
import type { PackageFile } from "../package/package-document.ts";
import { compareEntryPaths, SIGNATURE_PATH } from "../package/package-path.ts";
import { openFiles, type PackagePorts, type ReadPackage } from "../package/read-package.ts";
import { checkZipFiles } from "../package/zip-files.ts";

/**
 * The package that a delta gives together with the files of an older version: read and checked as `readPackage` does, and of
 * the content digest expected; otherwise `opened` is null and findings say why. Nothing of the delta or of the older files is
 * believed: the digest vouches for every file, and whoever has the keys checks the signatures. Nothing is inflated or allocated
 * before the whole result is known to keep the limits of a package.
 *
 * @param installed files of the older version with its `signature.sig`; what it does not list does no harm
 * @param expected content digest of the newer version
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
type PlannedFile =
  | { readonly path: string; readonly data: Uint8Array }
  | { readonly path: string; readonly data: { readonly length: number }; readonly change: DeltaFile };

function reconstruct(older: OlderVersion, delta: Delta, expected: Sha256, ports: PackagePorts): ReadPackage {
  const planned = plan(older, delta);
  // Its own length is left out: that of a package of the digest expected was within the limits when it was reviewed.
  const checked = checkZipFiles<PlannedFile>([...planned, { path: SIGNATURE_PATH, data: new Uint8Array() }]);
  if (!checked.ok) return refused(checked.findings);
  const files: PackageFile[] = checked.files.slice(0, planned.length).map((file) => ({
    path: file.path,
    data: "change" in file ? build(file.change, older, ports.inflate) : file.data,
  }));

  const read = openFiles(
    files.toSorted((a, b) => compareEntryPaths(a.path, b.path)),
    ports,
  );
  if (read.opened === null) return read;
  const { opened, findings } = read;
  if (opened.contentDigest !== expected) return refused([otherPackage(opened.contentDigest, expected)]);
  const signature = encodeAtRest({ signatures: delta.signatures, signed: opened.document });
  const all = [...opened.files, { path: SIGNATURE_PATH, data: signature }];
  return { opened: { ...opened, files: all, signature }, findings };
}

function plan(older: OlderVersion, { removed, files }: Delta): readonly PlannedFile[] {
  const gone = new Set([...removed.map((place) => older.files[place]?.path), ...files.map(({ path }) => path)]);
  const kept = older.files.map(({ path }, place) => ({ path, data: older.data[place] ?? new Uint8Array() }));
  const changed = files.map((change) => ({ path: change.path, data: { length: change.length }, change }));
  return [...kept.filter(({ path }) => !gone.has(path)), ...changed];
}

function build(change: DeltaFile, older: OlderVersion, inflate: Inflate): Uint8Array {
  const base = change.base === null ? null : (older.data[change.base] ?? null);
  const fresh = inflateFresh(change, dictionaryOf(base), inflate);
  if (change.copies.length === 0) return fresh;
  const data = new Uint8Array(change.length);
  let used = 0;
  let end = 0;
  for (const { at, from, length } of change.copies) {
    data.set(fresh.subarray(used, used + at - end), end);
    used += at - end;
    end = at + length;
    if (base !== null) data.set(base.subarray(from, from + length), at);
  }
  data.set(fresh.subarray(used), end);
  return data;
}

/** The bytes of a file that are not copied. */
function inflateFresh(change: DeltaFile, dictionary: Uint8Array, inflate: Inflate): Uint8Array {
  const length = freshBytes(change);
  if (length === 0) return new Uint8Array();
  const fail = (trouble: string): never => {
    const message = `The stream of ${echo(change.path)} ${trouble}.`;
    throw new DeltaFault("delta/stream", {
      message,
      expected: `${length} bytes in ${change.packed.length} packed ones`,
    });
  };
  try {
    const { bytes, consumed } = inflate(change.packed, length, dictionary);
    if (consumed !== change.packed.length) fail(`ends after ${consumed} bytes`);
    return bytes.length === length ? bytes : fail(`gives ${bytes.length} bytes`);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    return fail(error.code === "too-large" ? "gives more bytes" : `is no deflate stream (${error.message})`);
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
