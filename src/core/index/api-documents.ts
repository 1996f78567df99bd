import type { IndexedVersion } from "./app-document.ts";
import type { AppId, DeveloperId, VersionCode } from "../ids/ids.ts";
import type { PermissionLevel } from "../sdk/permissions.ts";

// What `/v1` of a published store says: docs/spec/published-tree-and-tuf.md, 5. Types, not interfaces: they are JSON values.

/** An app in `v1/apps.json`: what lists and search need. Of the version that stands for it, as `currentVersion` chooses it. */
export type AppSummary = {
  readonly app_id: AppId;
  readonly name: string;
  readonly summary: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly owner: { readonly id: DeveloperId; readonly name: string };
  readonly license?: string;
  /** Path from the root of the store. */
  readonly icon: string;
  readonly version: string;
  readonly version_code: VersionCode;
  /** Of anything but `available` only the app's own page speaks. */
  readonly status: IndexedVersion["status"];
  readonly min_mosis_version: string;
  /** Sorted. */
  readonly permissions: readonly string[];
  /** The most serious level among its permissions; null where it has none. */
  readonly level: PermissionLevel | null;
  /** Locales of its listings, sorted. */
  readonly languages: readonly string[];
  /** Bytes of the package. */
  readonly length: number;
  /** When the first of its versions came out, RFC 3339 in UTC. */
  readonly published_at: string;
  readonly updated_at: string;
  /** Path of the document that devices get. */
  readonly document: string;
};
