import { appApi } from "./app-api.ts";
import { appFeed } from "./app-feed.ts";
import {
  type AppDocument,
  appTargetPath,
  currentVersion,
  type DeltasByPair,
  type FactsByPackage,
  type IndexedListing,
  type IndexedVersion,
  type StoreFile,
  storePaths,
  type TargetCustom,
} from "./app-document.ts";
import { badgeFiles } from "./badge-files.ts";
import { deltaPairs } from "./delta-pairs.ts";
import { appFeedFiles } from "./feed-files.ts";
import { fitDocument } from "./fit-document.ts";
import { indexVersion } from "./index-version.ts";
import { lineageOf } from "./lineage.ts";
import { publishBlob } from "./publish-blob.ts";
import { type HeldVersion, type PublishedVersion, publishedVersions } from "./published-versions.ts";
import type { RegistryHistory } from "./registry-history.ts";
import type { BlobReference, PackageFacts } from "../registry/package-facts.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppFeed } from "../feeds/app-feed.ts";
import type { AppId, DeveloperId, Sha256 } from "../ids/ids.ts";
import type { SignedDocument } from "../json/signed-document.ts";
import { ICON_SIZES, type IconSize } from "../manifest/manifest.ts";
import { PACKAGE_SPEC_VERSION, type PackageDocument } from "../package/package-document.ts";
import type { Exception, ListingBody, RegistryConfig, VersionBody } from "../registry/documents.ts";
import type { AppRecord, DeveloperRecord } from "../registry/model.ts";
import { searchPart } from "./search-part.ts";
import { isRecent } from "../score/recent.ts";
import type { SearchPart } from "../search/build-search.ts";

/** A file of the published tree: its bytes, or the blob that is to be copied there. */
export type PublishedFile =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "blob"; readonly blob: BlobReference };

export interface IndexPorts {
  readonly sha256: Sha256Function;
  /** Adds the platform's signature to a package document. Deterministic (Ed25519 is), so the index is. */
  countersign(document: SignedDocument<PackageDocument>): SignedDocument<PackageDocument>;
}

export interface AppIndexInput {
  readonly config: RegistryConfig;
  readonly record: AppRecord;
  readonly owner: DeveloperRecord;
  readonly facts: FactsByPackage;
  readonly deltas: DeltasByPair;
  /** Blobs of screenshots that are at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  /** Of the app. */
  readonly exceptions: readonly Exception[];
  readonly history: RegistryHistory;
}

/** Everything a store publishes of one app. It holds no more than that, because there may be 100,000 of them. */
export interface AppIndex {
  readonly app: AppId;
  readonly owner: DeveloperId;
  readonly categories: readonly string[];
  /** Its item of `/v1/apps.json`, canonical. */
  readonly summary: Uint8Array;
  /** What it gives to the store's feeds. */
  readonly feed: AppFeed;
  /** The document that devices get: only what fits, see `fitDocument`; `/v1` has all there is. */
  readonly target: {
    readonly path: string;
    readonly length: number;
    readonly sha256: Sha256;
    readonly custom: TargetCustom;
  };
  /** When the version that stands for it came out, RFC 3339 in UTC. */
  readonly updatedAt: string;
  /** What its score was told of that, see `isRecent`: all that its part of the tree has from other apps. */
  readonly isRecent: boolean;
  readonly files: ReadonlyMap<string, PublishedFile>;
  /** What search finds it by; null for one that search keeps to itself. */
  readonly search: SearchPart | null;
}

/** What the store publishes of one app; null while none of its versions can be published. */
export function indexApp(
  input: AppIndexInput,
  ports: IndexPorts,
): { readonly index: AppIndex | null; readonly held: readonly HeldVersion[] } {
  const { config, record, owner, facts, history } = input;
  const app = record.app.app_id;
  const files = new Map<string, PublishedFile>();
  const { published, held } = publishedVersions(record, owner, facts, ports.sha256);
  const pairs = Map.groupBy(deltaPairs(published), ({ to }) => to);
  const versions = published.map((version) => indexVersion(version, pairs.get(version) ?? [], input, files, ports));
  const indexed = versions.map((each) => each.indexed);
  const shown = currentVersion(indexed);
  const current = versions.find((each) => each.indexed === shown);
  if (current === undefined) return { index: null, held };
  const { body, facts: face } = current.source;
  const document = appDocument(input, body, indexed, iconFiles(app, face, files), files);
  const bytes = fitDocument(document, body.manifest.default_locale ?? DEFAULT_LOCALE);
  if (bytes === null) return { index: null, held: [...held, ...heldForSize(published)] };
  const sha256 = toHex(ports.sha256(bytes)) as Sha256;
  const documentFile = `targets/apps/${sha256}.${app}.json`;
  files.set(documentFile, { kind: "bytes", bytes });
  const api = appApi({ ...input, document, documentFile, versions, current }, ports.sha256);
  const feed = appFeed(document, config);
  for (const [path, file] of api.files) files.set(path, file);
  for (const [path, made] of [
    ...appFeedFiles(feed, config),
    ...badgeFiles(document, current.indexed, api.score, config),
  ]) {
    files.set(path, { kind: "bytes", bytes: made });
  }
  const target = { path: appTargetPath(app), length: bytes.length, sha256, custom: customOf(indexed, ports.sha256) };
  const { categories } = document;
  const search = searchPart(document, ports.sha256);
  const { published_at: updatedAt } = current.indexed;
  return {
    index: {
      app,
      owner: owner.developer.id,
      categories,
      summary: api.summary,
      feed,
      target,
      updatedAt,
      isRecent: isRecent(updatedAt, history.newest),
      files,
      search,
    },
    held,
  };
}

const DEFAULT_LOCALE = "en";

function heldForSize(published: readonly PublishedVersion[]): readonly HeldVersion[] {
  return published.map(({ body: { app_id: app, version_code: versionCode } }) => ({
    app,
    versionCode,
    reason: "document-too-large",
  }));
}

function appDocument(
  { record, owner, images }: AppIndexInput,
  { manifest }: VersionBody,
  versions: readonly IndexedVersion[],
  icons: AppDocument["icons"],
  files: Map<string, PublishedFile>,
): AppDocument {
  const { app } = record;
  const listings = [...record.listings].map(
    ([locale, listing]) => [locale, indexListing(listing, images, files)] as const,
  );
  const homepage = manifest.homepage === undefined ? {} : { homepage: manifest.homepage };
  const funding = manifest.funding === undefined ? {} : { funding: manifest.funding };
  return {
    _type: "mosis-app-document",
    spec_version: PACKAGE_SPEC_VERSION,
    registry: app.registry,
    app_id: app.app_id,
    name: manifest.name,
    summary:
      record.listings.get(manifest.default_locale ?? DEFAULT_LOCALE)?.summary ?? manifest.summary ?? manifest.name,
    categories: app.categories,
    tags: manifest.tags ?? [],
    ...(manifest.license !== undefined && { license: manifest.license }),
    links: { ...homepage, ...funding, ...app.links },
    owner: { id: owner.developer.id, name: owner.developer.name },
    lineage: lineageOf(owner),
    icons,
    listings: Object.fromEntries(listings),
    versions,
  };
}

function indexListing(
  { app_id: app, name, summary, description, screenshots }: ListingBody,
  images: ReadonlySet<Sha256>,
  files: Map<string, PublishedFile>,
): IndexedListing {
  const published = screenshots
    .filter(({ sha256 }) => images.has(sha256))
    .map(({ sha256, length, alt }, index) => {
      const blob = { sha256, length };
      return { ...publishBlob(storePaths.screenshot(app, index + 1, blob), blob, files), alt };
    });
  return { name, summary, description, screenshots: published };
}

function iconFiles(app: AppId, facts: PackageFacts, files: Map<string, PublishedFile>): AppDocument["icons"] {
  const icon = (size: IconSize): StoreFile => publishBlob(storePaths.icon(app, size), facts.icons[size], files);
  const [small, medium, large] = ICON_SIZES;
  return { [small]: icon(small), [medium]: icon(medium), [large]: icon(large) };
}

function customOf(versions: readonly IndexedVersion[], sha256: Sha256Function): TargetCustom {
  const tracks: Record<string, NonNullable<TargetCustom["tracks"]["stable"]>> = {};
  for (const version of versions) {
    // Versions come newest first, so the first that can be had leads its track.
    if (version.status !== "available" || tracks[version.track] !== undefined) continue;
    tracks[version.track] = {
      version_code: version.version_code,
      min_mosis_version: version.min_mosis_version,
      rollout_bp: version.rollout_bp,
      permissions: permissionsDigest(version.permissions, sha256),
      length: version.package.length,
    };
  }
  return { tracks };
}

/** SHA-256 of the sorted permissions, one a line: enough to see that an update asks for more. */
export function permissionsDigest(permissions: readonly string[], sha256: Sha256Function): Sha256 {
  return toHex(sha256(new TextEncoder().encode(permissions.toSorted().join("\n")))) as Sha256;
}
