import { feedPaths } from "./feed-paths.ts";
import type { Feed, FeedAuthor, FeedEntry } from "./feed.ts";
import { tagUri } from "./tag-uri.ts";
import { limits } from "../limits.ts";

/** What a store's feeds need to know of the store. */
export interface FeedStore {
  /** Of its registry. */
  readonly name: string;
  readonly title: string;
  readonly url: string;
}

/** A version that can be had. */
export interface FeedVersion {
  readonly version: string;
  readonly code: number;
  readonly track: string;
  /** RFC 3339 in UTC. */
  readonly published: string;
  readonly file: { readonly path: string; readonly length: number };
  /** What is new, one string a line, in one language; null when nobody wrote anything. */
  readonly notes: { readonly lang: string; readonly lines: readonly string[] } | null;
}

/** What an app gives to the feeds of its store: little, because there may be 100,000 of them. */
export interface AppFeed {
  readonly app: string;
  readonly name: string;
  readonly summary: string;
  readonly developer: { readonly id: string; readonly name: string };
  readonly categories: readonly string[];
  /** Path of its icon. */
  readonly icon: string;
  /** When its first and its newest version were published, RFC 3339 in UTC. */
  readonly since: string;
  readonly updated: string;
  /** The newest ones, newest first. */
  readonly versions: readonly FeedVersion[];
  /** The one that the store offers first; null when the app cannot be had. */
  readonly current: FeedVersion | null;
}

/** The versions of one app. */
export function feedOfApp(app: AppFeed, store: FeedStore): Feed {
  const path = feedPaths.app(app.app);
  return {
    id: tagUri(store, path),
    title: `${app.name} on ${store.title}`,
    description: app.summary,
    page: pageOf(app, store),
    path,
    self: storeAddress(store, path),
    updated: app.updated,
    author: authorOf(app, store),
    icon: storeAddress(store, app.icon),
    entries: app.versions.map((version) => versionEntry(app, version, store)),
  };
}

/** A version as news. */
export function versionEntry(app: AppFeed, version: FeedVersion, store: FeedStore): FeedEntry {
  const track = version.track === "stable" ? "" : ` (${version.track})`;
  return {
    ...entryOf(app, store),
    id: tagUri(store, `version/${app.app}/${version.code}`),
    title: `${app.name} ${version.version}${track}`,
    published: version.published,
    content: version.notes === null ? app.summary : cut(version.notes.lines.join("\n")),
    lang: version.notes?.lang ?? null,
    file: { url: storeAddress(store, version.file.path), length: version.file.length },
  };
}

/** An app as news: that there is one. */
export function appEntry(app: AppFeed, store: FeedStore): FeedEntry {
  return {
    ...entryOf(app, store),
    id: tagUri(store, `app/${app.app}`),
    title: app.name,
    published: app.since,
    content: app.summary,
    lang: null,
    // Nothing of it changes with the versions that follow.
    file: null,
  };
}

/** An absolute address of something in a store. */
export function storeAddress({ url }: Pick<FeedStore, "url">, path: string): string {
  return `${url.replace(/\/+$/, "")}/${path}`;
}

function entryOf(app: AppFeed, store: FeedStore) {
  return {
    page: pageOf(app, store),
    author: authorOf(app, store),
    summary: app.summary,
    categories: app.categories,
    icon: storeAddress(store, app.icon),
  };
}

function authorOf({ developer: { id, name } }: AppFeed, store: FeedStore): FeedAuthor {
  return { name, page: storeAddress(store, `developers/${id}/`) };
}

function pageOf({ app }: AppFeed, store: FeedStore): string {
  return storeAddress(store, `apps/${app}/`);
}

function cut(text: string): string {
  const { contentChars } = limits.feed;
  if (text.length <= contentChars) return text;
  return `${Array.from(text.slice(0, 2 * contentChars))
    .slice(0, contentChars)
    .join("")}…`;
}
