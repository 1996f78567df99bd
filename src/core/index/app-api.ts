import type { AppDetails, AppSummary } from "./api-documents.ts";
import type { AppDocument, IndexedVersion } from "./app-document.ts";
import { appScore } from "./app-score.ts";
import type { AppIndexInput, PublishedFile } from "./index-app.ts";
import type { VersionIndex } from "./index-version.ts";
import { versionDocument } from "./version-document.ts";
import { canonicalize } from "../json/canonical.ts";
import type { Score } from "../score/score.ts";
import { highestLevel } from "../sdk/permissions.ts";

export interface AppApiInput extends Pick<AppIndexInput, "config" | "record" | "owner" | "exceptions" | "history"> {
  readonly document: AppDocument;
  /** Path of the document that devices get. */
  readonly documentFile: string;
  /** Newest first. */
  readonly versions: readonly VersionIndex[];
  /** The one that stands for the app. */
  readonly current: VersionIndex;
}

/** What `/v1` has of one app, for pages, search and other people's programs. For display only; devices read signed targets. */
export interface AppApi {
  /** By path from the root of the store. */
  readonly files: ReadonlyMap<string, PublishedFile>;
  /** The app's item of `/v1/apps.json`, canonical. */
  readonly summary: Uint8Array;
  readonly score: Score;
}

/** Makes an app's part of the static API. */
export function appApi(input: AppApiInput): AppApi {
  const { app_id: id, versions } = input.document;
  const score = appScore(input);
  return {
    files: new Map<string, PublishedFile>([
      [`v1/apps/${id}.json`, { kind: "bytes", bytes: canonicalize(detailsOf(input, score)) }],
      [`v1/apps/${id}/versions.json`, { kind: "bytes", bytes: canonicalize({ app_id: id, versions }) }],
      ...input.versions.map((version) => versionFile(version, input)),
    ]),
    summary: canonicalize(summaryOf(input, score)),
    score,
  };
}

function detailsOf({ document, current }: AppApiInput, score: Score): AppDetails {
  const { lineage: _, versions: __, ...shown } = document;
  const { body, facts } = current.source;
  const { of, locales } = facts.texts;
  return {
    ...shown,
    latest: current.indexed,
    translations: Object.entries(locales)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([locale, texts]) => ({ locale, texts, of })),
    network_hosts: body.manifest.network?.hosts ?? [],
    score,
  };
}

/** Made anew whenever it is read: a large store has a million of them, and few are read twice. */
function versionFile(
  version: VersionIndex,
  { record: { app, decisions }, history, config }: AppApiInput,
): readonly [path: string, PublishedFile] {
  const { app_id: id } = app;
  const { version_code: code } = version.indexed;
  const context = { decisions, reviewers: config.policy.reviewers, publication: history.publication(id, code) };
  const file: PublishedFile = {
    kind: "bytes",
    get bytes() {
      return canonicalize(versionDocument(version, context));
    },
  };
  return [`v1/apps/${id}/versions/${code}.json`, file];
}

function summaryOf(
  { document, documentFile, current: { indexed: current } }: AppApiInput,
  { points }: Score,
): AppSummary {
  const { app_id, name, summary, categories, tags, owner, icons, listings, versions, license } = document;
  const { version, version_code, status, min_mosis_version, permissions } = current;
  return {
    app_id,
    name,
    summary,
    categories,
    tags,
    owner,
    ...(license !== undefined && { license }),
    icon: icons["128"].path,
    version,
    version_code,
    status,
    min_mosis_version,
    permissions,
    level: highestLevel(permissions),
    summaries: Object.fromEntries(Object.entries(listings).map(([locale, listing]) => [locale, listing.summary])),
    length: current.package.length,
    score: points,
    published_at: firstOf(versions),
    updated_at: current.published_at,
    document: documentFile,
  };
}

function firstOf(versions: readonly IndexedVersion[]): string {
  return versions.map(({ published_at: at }) => at).reduce((a, b) => (a < b ? a : b));
}
