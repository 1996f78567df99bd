import fc from "fast-check";

import type { AppId, DeveloperId, Sha256, VersionCode } from "../core/ids/ids.ts";
import type { AppDocument, IndexedListing, IndexedVersion, StoreFile } from "../core/index/app-document.ts";
import type { Categories } from "../core/registry/documents.ts";
import { buildSearch, type SearchPart } from "../core/search/build-search.ts";
import { search, type SearchQuery, type SearchResults } from "../core/search/search.ts";
import { searchPart } from "../core/index/search-part.ts";
import { nodeCrypto } from "../node/crypto.ts";

/** What search reads of an app; the rest is made up. */
export interface SearchedApp {
  readonly id: string;
  readonly name: string;
  readonly summary?: string;
  readonly description?: readonly string[];
  readonly developer?: string;
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  readonly license?: string;
  readonly permissions?: readonly string[];
  readonly mosis?: string;
  /** Of other languages than English. */
  readonly listings?: { readonly [locale: string]: Partial<IndexedListing> };
}

const FILE: StoreFile = { path: "assets/app/icon-64.png", length: 4000, sha256: "0".repeat(64) as Sha256 };

/** The document of an app with these texts. */
export function searchedDocument(app: SearchedApp): AppDocument {
  const { name, summary = "", description = [], developer = "Nobody", license } = app;
  const english = { name, summary, description, screenshots: [] };
  const others = Object.entries(app.listings ?? {}).map(([locale, listing]) => [locale, { ...english, ...listing }]);
  const version: IndexedVersion = {
    version: "1.0.0",
    version_code: 1 as VersionCode,
    track: "stable",
    rollout_bp: 10_000,
    status: "available",
    min_mosis_version: app.mosis ?? "1.0.0",
    permissions: app.permissions ?? [],
    permission_reasons: {},
    content_digest: FILE.sha256,
    package: FILE,
    signature: FILE,
    notes: {},
    published_at: "2026-11-01T12:00:00Z",
  };
  return {
    _type: "mosis-app-document",
    spec_version: "1.0.0",
    registry: "test",
    app_id: app.id as AppId,
    name,
    summary,
    categories: app.categories ?? [],
    tags: app.tags ?? [],
    ...(license !== undefined && { license }),
    links: {},
    owner: { id: developer.toLowerCase().replaceAll(" ", "-") as DeveloperId, name: developer },
    lineage: { developer: "nobody" as DeveloperId, genesis: [], rotations: [], revoked: [] },
    icons: { 32: FILE, 64: FILE, 128: FILE },
    listings: { en: english, ...Object.fromEntries(others) },
    versions: [version],
  };
}

/** What the index keeps of an app for search. */
export function searchedPart(app: SearchedApp): SearchPart {
  const part = searchPart(searchedDocument(app), nodeCrypto.sha256);
  if (part === null) throw new TypeError(`search has nothing of ${app.id}`);
  return part;
}

/** Files of search for these apps, by path. */
export function searchFiles(
  apps: readonly SearchedApp[],
  categories: Categories["categories"] = [],
): ReadonlyMap<string, Uint8Array> {
  const sorted = apps.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return buildSearch(sorted.map(searchedPart), { categories });
}

/** Asks files of search; also says which were loaded. */
export async function ask(
  files: ReadonlyMap<string, Uint8Array>,
  query: SearchQuery | string,
): Promise<SearchResults & { readonly ids: readonly string[]; readonly loaded: readonly string[] }> {
  const loaded = new Set<string>();
  const found = await search(typeof query === "string" ? { text: query } : query, async (path) => {
    loaded.add(path);
    const bytes = files.get(path);
    if (bytes === undefined) throw new TypeError(`search asks for ${path}, which is not there`);
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  });
  return { ...found, ids: found.results.map(({ app_id: id }) => id), loaded: [...loaded] };
}

/** Text of any UTF-16 code units, lone surrogates among them. */
export const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0xffff }), fc.nat({ max: 0x7f }), fc.integer({ min: 0x600, max: 0x6ff })))
  .map((units) => String.fromCharCode(...units));
