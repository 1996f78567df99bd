import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { limits } from "../limits.ts";
import type { PackageFile } from "../package/package-document.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "../package/package-path.ts";
import { writeZip, type WriteZipPorts } from "../package/zip-writer.ts";

/** A signed package that a delta leads to. */
export interface DeltaTarget {
  /** With its `signature.sig`. */
  readonly files: readonly PackageFile[];
  /** Bytes of the whole package. */
  readonly packedLength: number;
}

export interface MakeDeltaPorts extends WriteZipPorts {
  readonly sha256: Sha256Function;
}

/**
 * The delta between two versions of an app (docs/adr/0008): an archive of the strict profile with the files of the target whose
 * bytes the older version has under no path, the manifest, and the target's own `signature.sig`, which lists all of its files and so
 * says what the result is. The same bytes for the same files and one `deflate`.
 *
 * @returns null when it would save too little, and for an unsigned target
 */
export function makeDelta(
  from: readonly PackageFile[],
  { files, packedLength }: DeltaTarget,
  ports: MakeDeltaPorts,
): Uint8Array | null {
  if (!files.some(({ path }) => path === SIGNATURE_PATH)) return null;
  const digest = ({ data }: PackageFile): string => toHex(ports.sha256(data));
  const known = new Set(from.filter(({ path }) => path !== SIGNATURE_PATH).map(digest));
  const needed = files.filter(
    (file) => file.path === MANIFEST_PATH || file.path === SIGNATURE_PATH || !known.has(digest(file)),
  );
  const delta = writeZip(needed, ports);
  return 100 * delta.length > limits.delta.packedPercent * packedLength ? null : delta;
}
