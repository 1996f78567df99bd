import { diffManifests, type FieldChange } from "./diff-manifests.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { PackageFileRecord } from "../package/package-document.ts";

/** What came and what went, each in the order of its package. */
export type AddedAndRemoved<Item> = {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
};

/** A file that is in both with different bytes; lengths in bytes. */
export type FileChange = {
  readonly path: string;
  readonly before: number;
  readonly after: number;
};

export type SizeChange = {
  readonly before: number;
  readonly after: number;
  /** Negative when it shrank. */
  readonly delta: number;
};

/** What became of a version, as far as its manifest and its list of files tell. A type, not an interface: it is printed as JSON. */
export type VersionDiff = {
  /** Same content digest. Signatures and the ZIP around the files may still differ. */
  readonly same: boolean;
  /** All but permissions and hosts, which have their own members. */
  readonly manifest: readonly FieldChange[];
  /** Ids. */
  readonly permissions: AddedAndRemoved<string>;
  readonly hosts: AddedAndRemoved<string>;
  /** Of all files but `signature.sig`, sorted bytewise by path. */
  readonly files: AddedAndRemoved<{ readonly path: string; readonly length: number }> & {
    readonly changed: readonly FileChange[];
  };
  /** Bytes of all files but `signature.sig`, unpacked. */
  readonly unpacked: SizeChange;
};

/** What is compared; `v1/apps/<id>/versions/<code>.json` is such a thing. */
export type ComparableVersion = {
  readonly manifest: Manifest;
  readonly files: readonly PackageFileRecord[];
  readonly content_digest: string;
};

/** Compares two versions, which need not be of the same app. Small, because browsers run it, too. */
export function diffVersions(before: ComparableVersion, after: ComparableVersion): VersionDiff {
  return {
    same: before.content_digest === after.content_digest,
    manifest: diffManifests(before.manifest, after.manifest),
    permissions: addedAndRemoved(before.manifest.permissions, after.manifest.permissions, (id) => id),
    hosts: addedAndRemoved(hostsOf(before.manifest), hostsOf(after.manifest), (host) => host),
    files: diffFiles(before.files, after.files),
    unpacked: sizeChange(totalLength(before.files), totalLength(after.files)),
  };
}

/** Two sizes and what lies between them. */
export function sizeChange(before: number, after: number): SizeChange {
  return { before, after, delta: after - before };
}

/** @param keyOf what makes two items the same */
export function addedAndRemoved<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): AddedAndRemoved<Item> {
  const old = new Set(before.map(keyOf));
  const now = new Set(after.map(keyOf));
  return {
    added: after.filter((item) => !old.has(keyOf(item))),
    removed: before.filter((item) => !now.has(keyOf(item))),
  };
}

function diffFiles(before: readonly PackageFileRecord[], after: readonly PackageFileRecord[]): VersionDiff["files"] {
  const { added, removed } = addedAndRemoved(before, after, ({ path }) => path);
  const old = new Map(before.map((file) => [file.path, file]));
  const changed = after.flatMap(({ path, length, sha256 }) => {
    const was = old.get(path);
    return was === undefined || was.sha256 === sha256 ? [] : [{ path, before: was.length, after: length }];
  });
  return { added: added.map(pathAndLength), removed: removed.map(pathAndLength), changed };
}

function hostsOf({ network }: Manifest): readonly string[] {
  return network?.hosts ?? [];
}

function pathAndLength({ path, length }: PackageFileRecord) {
  return { path, length };
}

function totalLength(files: readonly PackageFileRecord[]): number {
  return files.reduce((sum, { length }) => sum + length, 0);
}
