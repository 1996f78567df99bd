import { comparePaths, type PackagePath, SIGNATURE_PATH } from "./package-path.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId, Sha256, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";

/** Version of this specification (docs/spec) that documents of ours follow. */
export const PACKAGE_SPEC_VERSION = "1.0.0";

/** A file of a package, by content. */
export type PackageFileRecord = {
  readonly path: string;
  readonly length: number;
  readonly sha256: Sha256;
};

/**
 * What developer and platform sign: every file of the package but `signature.sig`. Its digest is the identity of the content;
 * the ZIP around it may differ by compressor.
 */
export type PackageDocument = {
  readonly _type: "mosis-package";
  readonly spec_version: string;
  readonly app_id: AppId;
  readonly version: string;
  readonly version_code: VersionCode;
  /** Sorted bytewise by path. */
  readonly files: readonly PackageFileRecord[];
};

/** Length in bytes and SHA-256 of a file. */
export type FileDigest = Pick<PackageFileRecord, "length" | "sha256">;

/** A file of a project or package. */
export interface PackageFile {
  readonly path: PackagePath;
  /** May be loaded anew at each access: ask once, and keep it no longer than it is needed. */
  readonly data: Uint8Array;
  /** What `data` is, where that is known already. */
  readonly digest?: FileDigest;
}

/** Builds the document over the files given; an entry `signature.sig` is left out. */
export function packageDocument(
  identity: { readonly id: AppId; readonly version: string; readonly version_code: VersionCode },
  files: readonly PackageFile[],
  sha256: Sha256Function,
): PackageDocument {
  const records = files
    .filter(({ path }) => path !== SIGNATURE_PATH)
    .toSorted((a, b) => comparePaths(a.path, b.path))
    .map((file) => ({ path: file.path, ...(file.digest ?? fileDigest(file.data, sha256)) }));
  return {
    _type: "mosis-package",
    spec_version: PACKAGE_SPEC_VERSION,
    app_id: identity.id,
    version: identity.version,
    version_code: identity.version_code,
    files: records,
  };
}

/** What a file is by its bytes. */
export function fileDigest(data: Uint8Array, sha256: Sha256Function): FileDigest {
  return { length: data.length, sha256: toHex(sha256(data)) as Sha256 };
}

/** SHA-256 of the canonical bytes of a package document. */
export function contentDigest(document: PackageDocument, sha256: Sha256Function): Sha256 {
  return toHex(sha256(canonicalize(document))) as Sha256;
}
