import type { StoreReader } from "./store-reader.ts";
import type { Static } from "../openapi/schema.ts";
import type { listApps, storeApp } from "../openapi/store.ts";
import type { AppSummary } from "../../../src/core/index/api-documents.ts";
import { NOTHING } from "../../../src/core/search/facets.ts";
import { search } from "../../../src/core/search/search.ts";

type Query = Static<(typeof listApps)["query"]>;
type Page = Static<(typeof listApps)["answers"][200]["schema"]>;

/** A page of the apps that can be had, found by the same search as on the pages of the store. */
export async function listStoreApps(query: Query, store: StoreReader): Promise<Page> {
  const { q = "", offset = 0, limit = 24 } = query;
  const apps = (await store.apps()).filter(({ status }) => status === "available");
  const found = q.trim() === "" ? browse(apps, query) : await find(apps, query, store);
  const page = found.apps.slice(offset, offset + limit);
  const next = offset + limit < found.total ? offset + limit : null;
  return { apps: page.map(shownOf), total: found.total, next, corrections: found.corrections };
}

interface Found {
  /** At least as many as the page needs, from the first one on. */
  readonly apps: readonly AppSummary[];
  readonly total: number;
  readonly corrections: Page["corrections"];
}

function browse(
  apps: readonly AppSummary[],
  { category, language, license, permission, sort = "updated" }: Query,
): Found {
  const fits = ({ categories, summaries, license: own, permissions }: AppSummary): boolean =>
    (category === undefined || categories.includes(category)) &&
    (language === undefined || Object.hasOwn(summaries, language)) &&
    (license === undefined || (license === NOTHING ? own === undefined : own === license)) &&
    (permission === undefined ||
      (permission === NOTHING ? permissions.length === 0 : permissions.includes(permission)));
  const fitting = apps.filter(fits).toSorted((a, b) => ORDERS[sort](a, b) || compare(a.app_id, b.app_id));
  return { apps: fitting, total: fitting.length, corrections: [] };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const ORDERS: Readonly<Record<NonNullable<Query["sort"]>, (a: AppSummary, b: AppSummary) => number>> = {
  updated: (a, b) => compare(b.updated_at, a.updated_at),
  published: (a, b) => compare(b.published_at, a.published_at),
  name: (a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()),
  score: (a, b) => b.score - a.score,
};

async function find(apps: readonly AppSummary[], query: Query, store: StoreReader): Promise<Found> {
  const { q = "", category, language, license, permission, offset = 0, limit = 24 } = query;
  const facets = { category, language, license, permission };
  const { results, total, corrections } = await search({ text: q, facets, count: offset + limit }, store.json);
  const byId = new Map<string, AppSummary>(apps.map((each) => [each.app_id, each]));
  return {
    apps: results.flatMap(({ app_id: id }) => byId.get(id) ?? []),
    total,
    corrections: corrections.map(({ word, meant }) => ({ word, instead: meant })),
  };
}

function shownOf(summary: AppSummary): Static<typeof storeApp> {
  const {
    app_id,
    name,
    summary: line,
    categories,
    tags,
    owner,
    license,
    icon,
    version,
    version_code,
    status,
  } = summary;
  const { min_mosis_version, permissions, length, score, published_at, updated_at } = summary;
  const about = {
    app_id,
    name,
    summary: line,
    categories,
    tags,
    owner,
    ...(license !== undefined && { license }),
    icon,
  };
  const newest = { version, version_code, status, min_mosis_version, permissions, length, score };
  return { ...about, ...newest, published_at, updated_at };
}
