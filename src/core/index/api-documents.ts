import type { AppDocument, IndexedVersion } from "./app-document.ts";
import type { AppId, DeveloperId, VersionCode } from "../ids/ids.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { PackageFileRecord } from "../package/package-document.ts";
import type { Decision, VersionBody } from "../registry/documents.ts";
import type { Score } from "../score/score.ts";
import type { PermissionLevel } from "../sdk/permissions.ts";

// What `/v1` of a published store says: docs/spec/published-tree-and-tuf.md, 1. Types, not interfaces: they are JSON values.

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
  /** Points of 100, see `Score`. */
  readonly score: number;
  /** When the first of its versions came out, RFC 3339 in UTC. */
  readonly published_at: string;
  readonly updated_at: string;
  /** Path of the document that devices get. */
  readonly document: string;
};

/** `v1/apps/<id>.json`: what stands for the app now. */
export type AppDetails = Omit<AppDocument, "lineage" | "versions"> & {
  /** The version that stands for it. */
  readonly latest: IndexedVersion;
  /** How far that version's own texts are translated, by locale, sorted: `texts` of `of` there are. */
  readonly translations: readonly Translation[];
  /** Hosts that version may talk to; `*.` covers every host below. */
  readonly network_hosts: readonly string[];
  readonly score: Score;
};

export type Translation = { readonly locale: string; readonly texts: number; readonly of: number };

/**
 * `v1/apps/<id>/versions/<code>.json`: everything of one version, for a page of its own, for a comparison with any other version, and to
 * tell where it comes from.
 */
export type VersionDocument = Pick<
  IndexedVersion,
  | "version"
  | "version_code"
  | "track"
  | "rollout_bp"
  | "status"
  | "reason"
  | "notes"
  | "content_digest"
  | "package"
  | "signature"
  | "published_at"
> & {
  readonly app_id: AppId;
  readonly manifest: Manifest;
  /** All files of the package but `signature.sig`, sorted bytewise by path: what developer and platform signed. */
  readonly files: readonly PackageFileRecord[];
  /** Bytes of these files together. */
  readonly unpacked: number;
  /** Ids of the keys that signed the package document. */
  readonly keys: { readonly developer: readonly string[]; readonly platform: readonly string[] };
  /** Where the developer says that it was built from. */
  readonly source?: NonNullable<VersionBody["source"]>;
  /** The commit of the registry that brought it onto the main line. */
  readonly commit: string;
  /** The decision that let it in; null where the registry has none. */
  readonly decision: ReviewDecision | null;
};

export type ReviewDecision = Pick<Decision, "reasons" | "approved" | "sample" | "risk" | "validator_version"> & {
  readonly verdict: Decision["verdict"];
  /** None where the machine decided. */
  readonly reviewers: readonly {
    readonly github_id: number;
    /** Where `registry.json` knows it. */
    readonly login?: string;
    /** What they said; empty where nothing. */
    readonly statement: string;
  }[];
};
