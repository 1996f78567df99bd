import { type AppDocument, currentVersion } from "./app-document.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonValue } from "../json/value.ts";

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
 * @param documentFile path of the document that devices get
 */
export function appApi(document: AppDocument, documentFile: string): AppApi {
  const { lineage: _, versions, ...shown } = document;
  const latest = currentVersion(versions) ?? null;
  const { app_id: id } = document;
  return {
    files: new Map([
      [`v1/apps/${id}.json`, canonicalize({ ...shown, latest })],
      [`v1/apps/${id}/versions.json`, canonicalize({ app_id: id, versions })],
    ]),
    summary: canonicalize(summary(document, documentFile)),
  };
}

function summary(document: AppDocument, documentFile: string): JsonValue {
  const { app_id: id, name, summary: text, categories, tags, owner, icons, versions, license } = document;
  const latest = currentVersion(versions);
  return {
    app_id: id,
    name,
    summary: text,
    categories,
    tags,
    owner,
    ...(license !== undefined && { license }),
    icon: icons["128"].path,
    version: latest?.version ?? "",
    version_code: latest?.version_code ?? 0,
    min_mosis_version: latest?.min_mosis_version ?? "",
    permissions: latest?.permissions ?? [],
    length: latest?.package.length ?? 0,
    updated_at: latest?.published_at ?? "",
    document: documentFile,
  };
}
