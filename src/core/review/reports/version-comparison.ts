import { diffPackages, type DiffedPermission, type PackageDiff } from "../../diff/diff-packages.ts";
import { type AddedAndRemoved, sizeChange, type SizeChange } from "../../diff/diff-versions.ts";
import type { ApiCall } from "../../code/api-calls.ts";
import type { FieldChange } from "../../diff/diff-manifests.ts";
import type { VersionCode } from "../../ids/ids.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import type { OpenPackage } from "../../package/read-package.ts";
import type { VersionBody } from "../../registry/documents.ts";

/** What a submitted version changes. A type, not an interface: it is printed as JSON. */
export type VersionComparison = {
  readonly app: string;
  readonly version: string;
  readonly version_code: VersionCode;
  readonly track: string;
  /** What it is compared with: the version before it, or null for a first one. */
  readonly previous: { readonly version: string; readonly version_code: VersionCode } | null;
  /** Of a first version all are added. */
  readonly permissions: AddedAndRemoved<DiffedPermission>;
  /** The developer's reasons for permissions that are added, in the default language, by permission. */
  readonly reasons: { readonly [permission: string]: string };
  readonly hosts: AddedAndRemoved<string>;
  /** Functions of the API that the code uses; of a first version all are added. Null where one of both packages was not at hand. */
  readonly calls: AddedAndRemoved<ApiCall> | null;
  /** Empty for a first version, of which everything is new. */
  readonly manifest: readonly FieldChange[];
  /** Bytes of the package files. */
  readonly packed: SizeChange;
  /** Null where one of both packages was not at hand. */
  readonly files: PackageDiff["files"] | null;
  readonly unpacked: SizeChange | null;
};

type Files = Pick<OpenPackage, "uses"> & { readonly document: Pick<OpenPackage["document"], "files"> };
const NOTHING: Files = { document: { files: [] }, uses: [] };

/** The packages as far as they are at hand. */
export interface ComparedPackages {
  readonly before: Files | null;
  readonly after: Files | null;
}

/** Compares a version with the one before it. */
export function compareVersions(
  version: VersionBody,
  previous: VersionBody | null,
  packages: ComparedPackages,
): VersionComparison {
  const { manifest } = version;
  const before = previous?.manifest ?? withoutRights(manifest);
  const hasFiles = packages.after !== null && (previous === null || packages.before !== null);
  // The digest only says whether both are the same, which nobody asks here.
  const side = (of: Manifest, files: Files = NOTHING) => ({ ...files, manifest: of, contentDigest: "" });
  const sides = hasFiles ? [packages.before ?? NOTHING, packages.after ?? NOTHING] : [];
  const diff = diffPackages(side(before, sides[0]), side(manifest, sides[1]));
  const { added } = diff.permissions;
  return {
    app: version.app_id,
    version: version.version,
    version_code: version.version_code,
    track: version.track,
    previous: previous === null ? null : { version: previous.version, version_code: previous.version_code },
    permissions: diff.permissions,
    reasons: Object.fromEntries(
      added.flatMap(({ id }) => {
        const reason = manifest.permission_reasons?.[id];
        return reason === undefined ? [] : [[id, reason]];
      }),
    ),
    hosts: diff.hosts,
    calls: hasFiles ? diff.calls : null,
    manifest: previous === null ? [] : diff.manifest,
    packed: sizeChange(previous?.package.length ?? 0, version.package.length),
    files: hasFiles ? diff.files : null,
    unpacked: hasFiles ? diff.unpacked : null,
  };
}

/** The version that another one is compared with: of those that have landed, the newest below it. */
export function previousVersion(version: VersionBody, landed: readonly VersionBody[]): VersionBody | null {
  return landed.findLast(({ version_code: code }) => code < version.version_code) ?? null;
}

function withoutRights({ network: _, ...manifest }: Manifest): Manifest {
  return { ...manifest, permissions: [] };
}
