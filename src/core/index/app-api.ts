import { type AppDetails, type AppSummary, LISTED_CODES } from "./api-documents.ts";
import type { AppDocument, IndexedVersion } from "./app-document.ts";
import { appScore } from "./app-score.ts";
import type { AppIndexInput, PublishedFile } from "./index-app.ts";
import type { VersionIndex } from "./index-version.ts";
import { provenanceOf, type VersionContext, versionDecision, versionDocument } from "./version-document.ts";
import { concatBytes, toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Sha256 } from "../ids/ids.ts";
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
export function appApi(input: AppApiInput, sha256: Sha256Function): AppApi {
  const { app_id: id, versions } = input.document;
  const score = appScore(input);
  const details = canonicalize(detailsOf(input, score));
  const history = canonicalize({ app_id: id, versions });
  const digest = toHex(sha256(concatBytes([details, history, ...versionFacts(input)]))) as Sha256;
  return {
    files: new Map<string, PublishedFile>([
      [`v1/apps/${id}.json`, { kind: "bytes", bytes: details }],
      [`v1/apps/${id}/versions.json`, { kind: "bytes", bytes: history }],
      ...input.versions.map((version) => versionFile(version, input)),
    ]),
    summary: canonicalize(summaryOf(input, score, digest)),
    score,
  };
}

function detailsOf(input: AppApiInput, score: Score): AppDetails {
  const { document, current } = input;
  const { lineage: _, versions, unlisted: __, ...shown } = document;
  const { body, facts } = current.source;
  const { of, locales } = facts.texts;
  return {
    ...shown,
    latest: current.indexed,
    provenance: provenanceOf(current, versionContext(current, input)),
    ...(versions.length <= LISTED_CODES && { versions }),
    translations: Object.entries(locales)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([locale, texts]) => ({ locale, texts, of })),
    network_hosts: body.manifest.network?.hosts ?? [],
    score,
  };
}

/** Made anew whenever it is read: a large store has a million of them, and few are read twice. */
function versionFile(version: VersionIndex, input: AppApiInput): readonly [path: string, PublishedFile] {
  const file: PublishedFile = {
    kind: "bytes",
    get bytes() {
      return canonicalize(versionDocument(version, versionContext(version, input)));
    },
  };
  return [`v1/apps/${input.document.app_id}/versions/${version.indexed.version_code}.json`, file];
}

function versionContext({ indexed }: VersionIndex, { document, record, history, config }: AppApiInput): VersionContext {
  const publication = history.publication(document.app_id, indexed.version_code);
  return { decisions: record.decisions, reviewers: config.policy.reviewers, publication };
}

/** What documents of versions tell beside what the history has; what is in a package follows from its digests, which are there. */
function versionFacts({ record, versions, history, config }: AppApiInput): readonly Uint8Array[] {
  return versions.map(({ indexed: { version_code: code }, source: { body } }) => {
    const { commit } = history.publication(body.app_id, code);
    const decision = versionDecision(code, { decisions: record.decisions, reviewers: config.policy.reviewers });
    return canonicalize([commit, decision, body.source ?? null]);
  });
}

function summaryOf(
  { document, documentFile, current: { indexed: current } }: AppApiInput,
  { points }: Score,
  digest: Sha256,
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
    versions: versions.length,
    version_codes: versions.slice(0, LISTED_CODES).map((each) => each.version_code),
    digest,
  };
}

function firstOf(versions: readonly IndexedVersion[]): string {
  return versions.map(({ published_at: at }) => at).reduce((a, b) => (a < b ? a : b));
}
