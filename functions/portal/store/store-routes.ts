import { chooseDownload } from "./choose-download.ts";
import { listStoreApps } from "./list-apps.ts";
import { type StoreReader, storeReader } from "./store-reader.ts";
import { implement, type Implemented } from "../http/call.ts";
import { download, getApp, listApps } from "../openapi/store.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import { type AppId, parseAppId } from "../../../src/core/ids/ids.ts";
import type { AppDetails } from "../../../src/core/index/api-documents.ts";
import type { IndexedListing, IndexedVersion } from "../../../src/core/index/app-document.ts";

/** Lists and pages change with publications only, a few times a day. */
const CACHE = { "cache-control": "public, max-age=60" } as const;
/** Versions that the page of an app shows. */
const SHOWN_VERSIONS = 10;

/** The store, for everybody. */
export function storeRoutes(ports: Pick<PortalPorts, "store" | "now">): readonly Implemented[] {
  const { store, now } = ports;
  const known = store === null ? null : storeReader(store, now);
  const reader = (): StoreReader => {
    if (known !== null) return known;
    throw problem("not-configured", "This portal knows no store: whoever runs it sets MOSIS_STORE.");
  };
  return [
    implement(listApps, async ({ query }) => ({
      status: 200,
      body: await listStoreApps(query, reader()),
      headers: CACHE,
    })),
    implement(getApp, async ({ params, query }) => {
      const app = await publishedApp(params["id"], reader());
      const versions = await reader().versions(app.app_id);
      return { status: 200, body: listingOf(app, versions, query.language), headers: CACHE };
    }),
    implement(download, async ({ params, query }) => {
      const app = await publishedApp(params["id"], reader());
      const version = chooseDownload(await reader().versions(app.app_id), query);
      const { path, sha256 } = version.package;
      const location = new URL(path, await reader().url()).href;
      return {
        status: 302,
        body: null,
        headers: { location, etag: `"${sha256.slice(0, 32)}"`, "cache-control": "no-cache" },
      };
    }),
  ];
}

/**
 * An app that the store shows.
 *
 * @throws ProblemError `not-found`, `app-removed`
 */
async function publishedApp(id: string | undefined, store: StoreReader): Promise<AppDetails> {
  const parsed: AppId | null = parseAppId(id);
  const app = parsed === null ? null : await store.app(parsed);
  if (app !== null) return app;
  const removal = parsed === null ? null : await store.removal(parsed);
  if (removal === null) throw problem("not-found", "The store has no such app.");
  throw problem("app-removed", `The app was removed for good: ${removal}`);
}

function listingOf(app: AppDetails, versions: readonly IndexedVersion[], language: string | undefined) {
  const { app_id, name, summary, categories, tags, owner, links, icons, latest, score } = app;
  const listings: Readonly<Record<string, IndexedListing>> = app.listings;
  const languages = Object.keys(listings);
  const chosen = languages.find((each) => each === language) ?? languages.find((each) => each === "en") ?? languages[0];
  const texts = chosen === undefined ? undefined : listings[chosen];
  return {
    app_id,
    name: texts?.name ?? name,
    summary: texts?.summary ?? summary,
    description: texts?.description ?? [],
    language: chosen ?? null,
    languages,
    categories,
    tags,
    owner,
    links,
    icons: { ...icons },
    status: latest.status,
    latest: versionOf(latest),
    versions: versions.slice(0, SHOWN_VERSIONS).map(versionOf),
    score: score.points,
  };
}

function versionOf(indexed: IndexedVersion) {
  const { version, version_code, track, status, reason, permissions, content_digest, notes, published_at } = indexed;
  const about = { version, version_code, track, status, ...(reason !== undefined && { reason }), permissions };
  return { ...about, content_digest, package: indexed.package, signature: indexed.signature, notes, published_at };
}
