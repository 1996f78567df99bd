import { diffManifests, type FieldChange } from "./diff-manifests.ts";
import { type ApiCall, apiCalls } from "../code/api-calls.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { PackageFileRecord } from "../package/package-document.ts";
import type { OpenPackage } from "../package/read-package.ts";
import { type PermissionLevel, permissionOf } from "../sdk/permissions.ts";

/** What came and what went, each in the order of its package. */
export type AddedAndRemoved<Item> = {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
};

/** A permission with what people read of it; both null when the API has none of this id. */
export type DiffedPermission = {
  readonly id: string;
  readonly level: PermissionLevel | null;
  readonly sentence: string | null;
};

/** A file that is in both packages with different bytes. */
export type FileChange = {
  readonly path: string;
  readonly before: number;
  readonly after: number;
};

/** What became of a package. A type, not an interface: it is printed as JSON. */
export type PackageDiff = {
  /** Same content digest. Signatures and the ZIP around the files may still differ. */
  readonly same: boolean;
  /** All but permissions and hosts, which have their own members. */
  readonly manifest: readonly FieldChange[];
  readonly permissions: AddedAndRemoved<DiffedPermission>;
  readonly hosts: AddedAndRemoved<string>;
  /** Functions of the API that the code uses. */
  readonly calls: AddedAndRemoved<ApiCall>;
  /** Of all files but `signature.sig`, sorted bytewise by path. */
  readonly files: AddedAndRemoved<{ readonly path: string; readonly length: number }> & {
    readonly changed: readonly FileChange[];
  };
  /** Bytes of all files but `signature.sig`, unpacked. */
  readonly unpacked: SizeChange;
};

export type SizeChange = {
  readonly before: number;
  readonly after: number;
  /** Negative when it shrank. */
  readonly delta: number;
};

type Comparable = Pick<OpenPackage, "manifest" | "uses"> & {
  readonly document: Pick<OpenPackage["document"], "files">;
  readonly contentDigest: string;
};

/** Compares two packages by content. They need not be versions of the same app. */
export function diffPackages(before: Comparable, after: Comparable): PackageDiff {
  const permissions = addedAndRemoved(before.manifest.permissions, after.manifest.permissions, (id) => id);
  return {
    same: before.contentDigest === after.contentDigest,
    manifest: diffManifests(before.manifest, after.manifest),
    permissions: { added: permissions.added.map(explain), removed: permissions.removed.map(explain) },
    hosts: addedAndRemoved(hostsOf(before.manifest), hostsOf(after.manifest), (host) => host),
    calls: addedAndRemoved(apiCalls(before.uses), apiCalls(after.uses), ({ call }) => call),
    files: diffFiles(before.document.files, after.document.files),
    unpacked: sizeChange(totalLength(before.document.files), totalLength(after.document.files)),
  };
}

/** Two sizes and what lies between them. */
export function sizeChange(before: number, after: number): SizeChange {
  return { before, after, delta: after - before };
}

function diffFiles(before: readonly PackageFileRecord[], after: readonly PackageFileRecord[]): PackageDiff["files"] {
  const { added, removed } = addedAndRemoved(before, after, ({ path }) => path);
  const old = new Map(before.map((file) => [file.path, file]));
  const changed = after.flatMap(({ path, length, sha256 }) => {
    const was = old.get(path);
    return was === undefined || was.sha256 === sha256 ? [] : [{ path, before: was.length, after: length }];
  });
  return { added: added.map(pathAndLength), removed: removed.map(pathAndLength), changed };
}

function addedAndRemoved<Item>(
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

function explain(id: string): DiffedPermission {
  const permission = permissionOf(id);
  return { id, level: permission?.level ?? null, sentence: permission?.sentence ?? null };
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
