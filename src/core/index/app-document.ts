import type { BlobReference, PackageFacts } from "../registry/package-facts.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../ids/ids.ts";
import type { Signature, SignedDocument } from "../json/signed-document.ts";
import type { IconSize } from "../manifest/manifest.ts";
import type { DeveloperKey, RotationBody, Track } from "../registry/documents.ts";

/** A file of the store as a device fetches it: by path, then checked by length and hash. */
export type StoreFile = {
  /** From the root of the store. */
  readonly path: string;
  readonly length: number;
  readonly sha256: Sha256;
};

/** What a device trusts for one owner, from the first keys on; each rotation is signed by an older key and by its own. */
export type Lineage = {
  readonly developer: DeveloperId;
  /** Package and account keys that no rotation added, sorted by id, without what may change about them. */
  readonly genesis: readonly DeveloperKey[];
  readonly rotations: readonly SignedDocument<RotationBody>[];
  /** Keys that sign nothing any more, with the reason. */
  readonly revoked: readonly { readonly keyid: string; readonly reason: string }[];
};

/** A file that makes the package of a version from the files of an older one, which must be the one of this digest. */
export type IndexedDelta = StoreFile & {
  readonly from: { readonly version_code: VersionCode; readonly content_digest: Sha256 };
};

/** A version as the store offers it. */
export type IndexedVersion = {
  readonly version: string;
  readonly version_code: VersionCode;
  readonly track: Track;
  readonly rollout_bp: number;
  readonly status: "available" | "yanked" | "suspended";
  readonly reason?: string;
  readonly min_mosis_version: string;
  readonly permissions: readonly string[];
  readonly permission_reasons: { readonly [permission: string]: string };
  readonly content_digest: Sha256;
  readonly package: StoreFile;
  /** Developer's and platform's signature over the package document. */
  readonly signature: StoreFile;
  /** Ways to this version from older ones, newest first. Only the newest versions have any. */
  readonly deltas?: readonly IndexedDelta[];
  /** Beside deltas: the signatures of `signature` that the package itself does not have, so that a device need not load them. */
  readonly countersignatures?: readonly Signature[];
  /** Per locale, one string a line. */
  readonly notes: { readonly [locale: string]: readonly string[] };
  /** Commit time of the merge, RFC 3339 in UTC. */
  readonly published_at: string;
};

export type IndexedListing = {
  readonly name: string;
  readonly summary: string;
  readonly description: readonly string[];
  readonly screenshots: readonly (StoreFile & { readonly alt: string })[];
};

/** Versions that a document does not list, because there are too many. */
export type UnlistedVersions = {
  readonly count: number;
  /** The newest withdrawn ones of them, so that whoever has one learns of it. */
  readonly withdrawn: readonly Pick<IndexedVersion, "version_code" | "status">[];
};

/** The TUF target `apps/<app_id>.json`: everything a device or a page needs of one app. */
export type AppDocument = {
  readonly _type: "mosis-app-document";
  readonly spec_version: string;
  readonly registry: string;
  readonly app_id: AppId;
  readonly name: string;
  readonly summary: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly license?: string;
  readonly links: { readonly [kind: string]: string };
  readonly owner: { readonly id: DeveloperId; readonly name: string };
  readonly lineage: Lineage;
  readonly icons: { readonly [size in IconSize]: StoreFile };
  readonly listings: { readonly [locale: string]: IndexedListing };
  /** Newest first. */
  readonly versions: readonly IndexedVersion[];
  /** Absent where all are listed. */
  readonly unlisted?: UnlistedVersions;
};

/** `custom` of the TUF target: what the daily update decision needs without fetching the app document. */
export type TargetCustom = {
  readonly tracks: {
    readonly [track in Track]?: {
      readonly version_code: VersionCode;
      readonly min_mosis_version: string;
      readonly rollout_bp: number;
      /** SHA-256 of the sorted permissions, one a line. */
      readonly permissions: Sha256;
      /** Bytes of the package. */
      readonly length: number;
    };
  };
};

/** The version a store shows as the app's: the newest that can be had, stable before others; else the newest there is. */
export function currentVersion(versions: readonly IndexedVersion[]): IndexedVersion | undefined {
  const available = versions.filter(({ status }) => status === "available");
  return available.find(({ track }) => track === "stable") ?? available[0] ?? versions[0];
}

/** Path of a TUF target, as metadata names it. */
export function appTargetPath(app: AppId): string {
  return `apps/${app}.json`;
}

/** Where packages, signatures, icons and screenshots are published. */
export const storePaths = {
  package: (app: AppId, code: VersionCode): string => `packages/${app}/${code}/package.mosis`,
  signature: (app: AppId, code: VersionCode): string => `packages/${app}/${code}/signature.sig`,
  delta: (app: AppId, from: VersionCode, to: VersionCode): string => `deltas/${app}/${from}-${to}.mosisdelta`,
  icon: (app: AppId, size: IconSize): string => `assets/${app}/icon-${size}.png`,
  screenshot: (app: AppId, position: number, { sha256 }: BlobReference): string =>
    `assets/${app}/screenshots/${position}-${sha256}.png`,
} as const;

/** Facts of every package by the SHA-256 of its bytes. */
export type FactsByPackage = ReadonlyMap<Sha256, PackageFacts>;

/** The deltas at hand, by `deltaKey`. */
export type DeltasByPair = ReadonlyMap<string, BlobReference>;

/** Names a delta by the SHA-256 of the two packages. */
export function deltaKey(from: Sha256, to: Sha256): string {
  return `${from}-${to}`;
}
