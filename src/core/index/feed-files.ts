import { atomFeed } from "../feeds/atom.ts";
import { type AppFeed, feedOfApp } from "../feeds/app-feed.ts";
import type { Feed } from "../feeds/feed.ts";
import { jsonFeed } from "../feeds/json-feed.ts";
import { storeFeeds } from "../feeds/store-feeds.ts";
import type { RegistryConfig } from "../registry/documents.ts";
import type { Registry } from "../registry/model.ts";
import { pickLocale } from "../text/pick-locale.ts";

type Files = readonly (readonly [path: string, bytes: Uint8Array])[];

/** The feed of one app, in both formats. */
export function appFeedFiles(app: AppFeed, config: RegistryConfig): Files {
  return filesOf(feedOfApp(app, config));
}

/** The feeds about more than one app, in both formats. */
export function storeFeedFiles(
  { config, categories, developers }: Pick<Registry, "config" | "categories" | "developers">,
  apps: readonly AppFeed[],
): Files {
  const topics = {
    developers: [...developers.values()].map(({ developer: { id, name } }) => ({ id, name })),
    categories: categories.categories.map(({ id, name }) => {
      const locale = pickLocale(Object.keys(name), config.languages);
      return { id, name: (locale === null ? undefined : name[locale]) ?? id };
    }),
  };
  return storeFeeds(apps, topics, config).flatMap(filesOf);
}

function filesOf(feed: Feed): Files {
  const encoder = new TextEncoder();
  return [
    [`${feed.path}.atom`, encoder.encode(atomFeed(feed))],
    // Not canonical: what is new has more than one line, and nobody signs it.
    [`${feed.path}.json`, encoder.encode(JSON.stringify(jsonFeed(feed)))],
  ];
}
