import type { DeltaFile } from "./delta-format.ts";
import { type Base, describeFile } from "./describe-file.ts";
import { encodeDelta } from "./encode-delta.ts";
import { likelyBases } from "./likely-bases.ts";
import { type OlderVersion, olderVersion } from "./older-version.ts";
import { equalBytes } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { encodeAtRest, type SignedDocument } from "../json/signed-document.ts";
import { limits } from "../limits.ts";
import type { Deflate } from "../package/inflate-port.ts";
import { type PackageDocument, packageDocument, type PackageFile } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";
import { parseSignatureFile } from "../signing/verify-package.ts";

/** A signed package that a delta leads to. */
export interface DeltaTarget {
  /** With its `signature.sig`. */
  readonly files: readonly PackageFile[];
  /** Bytes of the whole package. */
  readonly packedLength: number;
}

export interface MakeDeltaPorts {
  readonly deflate: Deflate;
  readonly sha256: Sha256Function;
}

/**
 * The delta between two versions of an app (docs/spec/package.md section 5, docs/adr/0012): of each file that the older one has
 * not under its path what it cannot copy, the places of the files that are gone, and the target's signatures. The list of files is not
 * in it, since it follows from the files. The same bytes for the same files in any order and one `deflate`.
 *
 * @returns null when it would save too little or break a limit, and where one of the two is not signed
 */
export function makeDelta(
  from: readonly PackageFile[],
  { files, packedLength }: DeltaTarget,
  ports: MakeDeltaPorts,
): Uint8Array | null {
  const signed = documentOf(files, ports.sha256);
  if (signed === null || documentOf(from, ports.sha256) === null) return null;
  const older = olderVersion(from);
  const changed = changedFiles(older, files, signed.signed, ports.deflate);
  const copies = changed.reduce((count, file) => count + file.copies.length, 0);
  if (copies > limits.delta.copies || signed.signatures.length > limits.delta.signatures) return null;
  const paths = new Set<string>(files.map(({ path }) => path));
  const removed = older.files.flatMap(({ path }, place) => (paths.has(path) ? [] : [place]));
  const delta = encodeDelta({ signatures: signed.signatures, removed, files: changed }, older);
  return 100 * delta.length > limits.delta.packedPercent * packedLength ? null : delta;
}

/** The `signature.sig` of a package, if it is what an applied delta writes for these files; null otherwise. */
function documentOf(files: readonly PackageFile[], sha256: Sha256Function): SignedDocument<PackageDocument> | null {
  const bytes = files.find(({ path }) => path === SIGNATURE_PATH)?.data;
  const document = bytes === undefined ? undefined : parseSignatureFile(bytes).signature?.document;
  if (bytes === undefined || document === undefined) return null;
  const { app_id: id, version, version_code } = document.signed;
  const signed = packageDocument({ id, version, version_code }, files, sha256);
  return equalBytes(encodeAtRest({ ...document, signed }), bytes) ? document : null;
}

function changedFiles(
  older: OlderVersion,
  files: readonly PackageFile[],
  document: PackageDocument,
  deflate: Deflate,
): readonly DeltaFile[] {
  const data = new Map<string, Uint8Array>(files.map((file) => [file.path, file.data]));
  const places = new Map(older.files.map(({ path }, place) => [path, place]));
  const baseAt = (place: number | null): Base => ({ place, data: place === null ? null : older.read(place) });
  return document.files.flatMap((record) => {
    const newer = data.get(record.path) ?? new Uint8Array();
    const place = places.get(record.path);
    if (place !== undefined && older.files[place]?.sha256 === record.sha256) return [];
    const bases = place === undefined ? likelyBases(record, older.files) : [place];
    return [describeFile(record.path, newer, bases.map(baseAt), deflate)];
  });
}
