import { type AddedAndRemoved, addedAndRemoved, diffVersions, type VersionDiff } from "./diff-versions.ts";
import { type ApiCall, apiCalls } from "../code/api-calls.ts";
import type { OpenPackage } from "../package/read-package.ts";
import { type PermissionLevel, permissionOf } from "../sdk/permissions.ts";

/** A permission with what people read of it; both null when the API has none of this id. */
export type DiffedPermission = {
  readonly id: string;
  readonly level: PermissionLevel | null;
  readonly sentence: string | null;
};

/** What became of a package: of its version, and of what its code does. */
export type PackageDiff = Omit<VersionDiff, "permissions"> & {
  readonly permissions: AddedAndRemoved<DiffedPermission>;
  /** Functions of the API that the code uses. */
  readonly calls: AddedAndRemoved<ApiCall>;
};

type Comparable = Pick<OpenPackage, "manifest" | "uses"> & {
  readonly document: Pick<OpenPackage["document"], "files">;
  readonly contentDigest: string;
};

/** Compares two packages by content. They need not be versions of the same app. */
export function diffPackages(before: Comparable, after: Comparable): PackageDiff {
  const { same, manifest, permissions, hosts, files, unpacked } = diffVersions(comparable(before), comparable(after));
  return {
    same,
    manifest,
    permissions: { added: permissions.added.map(explain), removed: permissions.removed.map(explain) },
    hosts,
    calls: addedAndRemoved(apiCalls(before.uses), apiCalls(after.uses), ({ call }) => call),
    files,
    unpacked,
  };
}

function comparable({ manifest, document: { files }, contentDigest }: Comparable) {
  return { manifest, files, content_digest: contentDigest };
}

function explain(id: string): DiffedPermission {
  const permission = permissionOf(id);
  return { id, level: permission?.level ?? null, sentence: permission?.sentence ?? null };
}
