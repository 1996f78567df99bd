import type { AppSummary } from "./api-documents.ts";
import type { AppDocument, IndexedVersion } from "./app-document.ts";
import { canonicalize } from "../json/canonical.ts";
import { highestLevel } from "../sdk/permissions.ts";

/** What `/v1` has of one app, for pages, search and other people's programs. For display only; devices read signed targets. */
export interface AppApi {
  /** By path from the root of the store. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The app's item of `/v1/apps.json`, canonical. */
  readonly summary: Uint8Array;
}

/**
 * Makes an app's part of the static API.
 *
 * @param current the version that stands for the app, of those in the document
 * @param documentFile path of the document that devices get
 */
export function appApi(document: AppDocument, current: IndexedVersion, documentFile: string): AppApi {
  const { lineage: _, versions, ...shown } = document;
  const { app_id: id } = document;
  return {
    files: new Map([
      [`v1/apps/${id}.json`, canonicalize({ ...shown, latest: current })],
      [`v1/apps/${id}/versions.json`, canonicalize({ app_id: id, versions })],
    ]),
    summary: canonicalize(summaryOf(document, current, documentFile)),
  };
}

function summaryOf(document: AppDocument, current: IndexedVersion, documentFile: string): AppSummary {
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
    languages: Object.keys(listings).toSorted(),
    length: current.package.length,
    published_at: versions.map(({ published_at: at }) => at).reduce((a, b) => (a < b ? a : b)),
    updated_at: current.published_at,
    document: documentFile,
  };
}
