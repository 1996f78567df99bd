import type { AppIndex } from "./index-app.ts";
import { concatBytes } from "../bytes.ts";
import { canonicalize } from "../json/canonical.ts";
import type { Registry } from "../registry/model.ts";

/** The files of `/v1` that are about all apps; each app brings its own, see `appApi`. */
export function staticApi(
  registry: Pick<Registry, "config" | "categories" | "collections" | "developers" | "tombstones">,
  apps: readonly AppIndex[],
): ReadonlyMap<string, Uint8Array> {
  const { config, categories, collections, developers, tombstones } = registry;
  const { name, title, url, languages, repository } = config;
  const byCategory = idsBy(apps, (each) => each.categories);
  const byOwner = idsBy(apps, ({ owner }) => [owner]);
  return new Map([
    [
      "v1/store.json",
      canonicalize({ name, title, url, languages, ...(repository !== undefined && { repository }), apps: apps.length }),
    ],
    ["v1/apps.json", appsFile(apps)],
    [
      "v1/categories.json",
      canonicalize({
        categories: categories.categories.map((each) => ({
          id: each.id,
          name: each.name,
          apps: byCategory.get(each.id) ?? [],
        })),
      }),
    ],
    ["v1/collections.json", collectionsFile(collections, apps)],
    [
      "v1/developers.json",
      canonicalize({
        developers: [...developers.values()].map(({ developer }) => ({
          id: developer.id,
          name: developer.name,
          domains: developer.domains ?? [],
          apps: byOwner.get(developer.id) ?? [],
        })),
      }),
    ],
    [
      "v1/tombstones.json",
      canonicalize({
        tombstones: [...tombstones.values()].map(({ app_id: app, reason }) => ({ app_id: app, reason })),
      }),
    ],
  ]);
}

/** Put together from the canonical bytes of its items, which are kept from one publication to the next. */
function appsFile(apps: readonly AppIndex[]): Uint8Array {
  const encoder = new TextEncoder();
  const comma = encoder.encode(",");
  const items = apps.flatMap(({ summary }, at) => (at === 0 ? [summary] : [comma, summary]));
  return concatBytes([encoder.encode('{"apps":['), ...items, encoder.encode("]}")]);
}

/** Without apps that are not published, and without what is named a second time. */
function collectionsFile({ collections }: Registry["collections"], apps: readonly AppIndex[]): Uint8Array {
  const published = new Set(apps.map(({ app }) => app));
  const first = collections.filter(({ id }, at) => collections.findIndex((each) => each.id === id) === at);
  return canonicalize({
    collections: first.map(({ id, name, summary, apps: named }) => ({
      id,
      name,
      ...(summary !== undefined && { summary }),
      apps: [...new Set(named)].filter((app) => published.has(app)),
    })),
  });
}

/** Ids of apps by what `keysOf` says of each, in their order. */
function idsBy(
  apps: readonly AppIndex[],
  keysOf: (app: AppIndex) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const each of apps) {
    for (const key of keysOf(each)) {
      const list = ids.get(key);
      if (list === undefined) ids.set(key, [each.app]);
      else list.push(each.app);
    }
  }
  return ids;
}
