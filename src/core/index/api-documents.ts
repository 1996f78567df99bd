import type { AppDocument, IndexedVersion } from "./app-document.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../ids/ids.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { PackageFileRecord } from "../package/package-document.ts";
import type { Decision, RegistryConfig, VersionBody } from "../registry/documents.ts";
import type { TimelineEntry } from "../registry/submission-states.ts";
import type { ReviewQueue } from "../review/queue.ts";
import type { MonthCount, Statistics } from "../review/statistics.ts";
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
  /** By locale of its listings. */
  readonly summaries: { readonly [locale: string]: string };
  /** Bytes of the package. */
  readonly length: number;
  /** Points of 100, see `Score`. */
  readonly score: number;
  /** When the first of its versions came out, RFC 3339 in UTC. */
  readonly published_at: string;
  readonly updated_at: string;
  /** Path of the document that devices get. */
  readonly document: string;
  /** How many versions there are. */
  readonly versions: number;
  /** Of the newest {@link LISTED_CODES} of them, newest first. */
  readonly version_codes: readonly VersionCode[];
  /** Changes with whatever `/v1` says of the app and of its versions. */
  readonly digest: Sha256;
};

/** Codes of versions in the summary of an app. */
export const LISTED_CODES = 10;

/** `v1/apps/<id>.json`: everything about an app that most pages and programs need, in one document. */
export type AppDetails = Omit<AppDocument, "lineage" | "versions" | "unlisted"> & {
  /** The version that stands for it. */
  readonly latest: IndexedVersion;
  /** Where that version comes from. */
  readonly provenance: Provenance;
  /** All of them, newest first; absent where there are more than {@link LISTED_CODES}: then `versions.json` has them. */
  readonly versions?: readonly IndexedVersion[];
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
> &
  Provenance & {
    readonly app_id: AppId;
    readonly manifest: Manifest;
    /** All files of the package but `signature.sig`, sorted bytewise by path: what developer and platform signed. */
    readonly files: readonly PackageFileRecord[];
    /** Bytes of these files together. */
    readonly unpacked: number;
  };

/** Where a version comes from, and who vouches for it. */
export type Provenance = {
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

/** `v1/review.json`: what waits for review, how long review takes, and the decisions of late. */
export type ReviewDocument = {
  /** When the queue last changed, RFC 3339 in UTC; null where none was ever kept. */
  readonly as_of: string | null;
  /** By number; at most `MOST_QUEUED`. */
  readonly queue: ReviewQueue["submissions"];
  readonly statistics: Statistics;
  /** Newest first, each with the path of its {@link ReviewMonth}. */
  readonly months: readonly (MonthCount & { readonly path: string })[];
  /** The newest hundred, newest first. */
  readonly decisions: readonly LoggedDecision[];
};

/** `v1/review/<yyyy-mm>.json`: all decisions of a month, newest first. */
export type ReviewMonth = { readonly month: string; readonly decisions: readonly LoggedDecision[] };

export type LoggedDecision = Pick<Decision, "app_id" | "version_code" | "n" | "verdict" | "submission"> & {
  /** Absent of a version that never came in. */
  readonly version?: string;
  /** Null in old decisions, of which nobody knows. */
  readonly at: string | null;
  /** Ids of the rules that asked. */
  readonly rules: readonly string[];
  readonly reviewers: ReviewDecision["reviewers"];
  readonly timeline: readonly TimelineEntry[];
};

/** `v1/status.json`: what the store is made from, and how much is in it. */
export type StatusDocument = {
  readonly registry: { readonly name: string; readonly commit: string; readonly committed_at: string };
  readonly apps: number;
  /** That have landed, of these apps. */
  readonly versions: number;
  readonly developers: number;
  /** Versions that have landed and cannot be published. */
  readonly held: number;
  /** Folder of these documents. */
  readonly api: string;
  readonly spec_version: string;
  readonly policy: Pick<RegistryConfig["policy"], "max_package_bytes" | "submissions_per_day"> & {
    readonly deadlines: Required<RegistryConfig["policy"]["deadlines"]>;
  };
};
