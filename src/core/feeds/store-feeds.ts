import { type AppFeed, appEntry, type FeedStore, type FeedVersion, storeAddress, versionEntry } from "./app-feed.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { feedPaths } from "./feed-paths.ts";
import { type Newest, newestOf } from "./newest.ts";
import { tagUri } from "./tag-uri.ts";
import { limits } from "../limits.ts";

/** Of what a store has feeds besides its apps, with their names. */
export interface FeedTopics {
  readonly developers: readonly FeedTopic[];
  readonly categories: readonly FeedTopic[];
}

export interface FeedTopic {
  readonly id: string;
  readonly name: string;
}

/** When there was nothing yet: the time of an empty feed, which has to have one. */
const NEVER = "1970-01-01T00:00:00Z";

/** The feeds about more than one app. They do not depend on the order of `apps`, if only ids rise in it. */
export function storeFeeds(apps: readonly AppFeed[], topics: FeedTopics, store: FeedStore): readonly Feed[] {
  const all = newest<VersionNews>();
  const updated = newest<VersionNews>();
  const appeared = newest<AppFeed>();
  const byDeveloper = new Map(topics.developers.map(({ id }) => [id, newest<VersionNews>()]));
  const byCategory = new Map(topics.categories.map(({ id }) => [id, newest<VersionNews>()]));
  for (const app of apps) {
    const { current, since } = app;
    if (current === null) continue;
    appeared.add(app, since);
    if (current.published > since) updated.add({ app, version: current }, current.published);
    addVersions(app, all);
    for (const list of [byDeveloper.get(app.developer.id), ...app.categories.map((id) => byCategory.get(id))]) {
      if (list !== undefined) addVersions(app, list);
    }
  }
  const versions = ({ items }: Newest<VersionNews>): readonly FeedEntry[] =>
    items.map(({ app, version }) => versionEntry(app, version, store));
  const topicFeed = (path: string, page: string, { name }: FeedTopic, list: Newest<VersionNews> | undefined): Feed => ({
    ...feedOf(path, page, store, list === undefined ? [] : versions(list)),
    title: `${name} on ${store.title}`,
    description: `New versions: ${name}`,
  });
  return [
    { ...feedOf(feedPaths.all, "", store, versions(all)), ...titled("All versions", store) },
    {
      ...feedOf(
        feedPaths.new,
        "",
        store,
        appeared.items.map((app) => appEntry(app, store)),
      ),
      ...titled("New apps", store),
    },
    { ...feedOf(feedPaths.updated, "", store, versions(updated)), ...titled("Updated apps", store) },
    ...topics.developers.map((topic) =>
      topicFeed(feedPaths.developer(topic.id), `developers/${topic.id}/`, topic, byDeveloper.get(topic.id)),
    ),
    ...topics.categories.map((topic) =>
      topicFeed(feedPaths.category(topic.id), `categories/${topic.id}/`, topic, byCategory.get(topic.id)),
    ),
  ];
}

interface VersionNews {
  readonly app: AppFeed;
  readonly version: FeedVersion;
}

function newest<Item>(): Newest<Item> {
  return newestOf<Item>(limits.feed.entries);
}

function addVersions(app: AppFeed, list: Newest<VersionNews>): void {
  for (const version of app.versions) list.add({ app, version }, version.published);
}

function titled(what: string, { title }: FeedStore): Pick<Feed, "title" | "description"> {
  return { title: `${title}: ${what.toLowerCase()}`, description: `${what} of ${title}` };
}

function feedOf(
  path: string,
  page: string,
  store: FeedStore,
  entries: readonly FeedEntry[],
): Omit<Feed, "title" | "description"> {
  return {
    id: tagUri(store, path),
    page: storeAddress(store, page),
    path,
    self: storeAddress(store, path),
    updated: entries[0]?.published ?? NEVER,
    author: { name: store.title, page: storeAddress(store, "") },
    icon: storeAddress(store, "favicon.svg"),
    entries,
  };
}
