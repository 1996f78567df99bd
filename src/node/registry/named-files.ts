import type { AppId } from "../../core/ids/ids.ts";
import { storePaths } from "../../core/index/app-document.ts";
import type { ListingBody, VersionBody } from "../../core/registry/documents.ts";
import type { AppRecord, Registry } from "../../core/registry/model.ts";
import { versionStates } from "../../core/registry/version-state.ts";
import type { RemoteFile } from "../../core/review/fetched.ts";

/** A package or a picture that a registry names. */
export interface NamedFile {
  readonly app: AppId;
  readonly file: RemoteFile;
  /** The version whose package it is; null for a picture. */
  readonly version: VersionBody | null;
  /** Where a store may have it, likeliest first. */
  readonly paths: readonly string[];
}

/** Every package and picture of a registry, but for packages that are withdrawn. */
export function namedFiles({ apps }: Registry): readonly NamedFile[] {
  return [...apps.values()].flatMap((record) => [
    ...packagesOf(record),
    ...[...record.listings.values()].flatMap(picturesOf),
  ]);
}

function packagesOf(record: AppRecord): readonly NamedFile[] {
  const { app_id: app } = record.app;
  const states = versionStates(record);
  const wanted = record.versions.filter(({ version_code: code }) => states.get(code)?.status !== "withdrawn");
  return wanted.map((version) => ({
    app,
    file: version.package,
    version,
    paths: [storePaths.package(app, version.version_code)],
  }));
}

function picturesOf({ app_id: app, screenshots }: ListingBody): readonly NamedFile[] {
  // A picture that cannot be had is left out, and those behind it move up.
  return screenshots.map((file, index) => ({
    app,
    file,
    version: null,
    paths: Array.from({ length: index + 1 }, (_, moved) => storePaths.screenshot(app, index + 1 - moved, file)),
  }));
}
