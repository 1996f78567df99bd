import { type AppCardView, byNewest, cardMaker } from "./app-card.ts";
import { localName } from "./local-text.ts";
import { type PagerView, pagerOf, splitPages } from "./paging.ts";
import type { AppSummary, StoreData } from "./store-data.ts";
import { pageLanguages, type Reader, readerOf } from "../i18n/reader.ts";
import { feedPaths } from "../../core/feeds/feed-paths.ts";

/** A page that lists apps: all of them, those of a category, those of a developer. */
export interface AppListView {
  readonly title: string;
  /** For the head of the page. */
  readonly summary: string;
  /** What kind of list it is, in a word. */
  readonly kind: string;
  readonly description: string;
  /** Domains that a developer has proven to own. */
  readonly domains: readonly string[];
  /** Path of the feed of what is listed, without the ending of its format; null where there is none. */
  readonly feed: string | null;
  readonly cards: readonly AppCardView[];
  readonly pager: PagerView | null;
}

/** A page of a list with the parameters of its address. */
export interface AppListPath {
  /** Undefined for the language of the store. */
  readonly lang: string | undefined;
  readonly id: string | undefined;
  /** Undefined for the first page. */
  readonly page: string | undefined;
  readonly view: AppListView;
}

/** Cards on a page: what fits into the bytes of a store page. */
const PAGE_SIZE = 24;

/** The pages with all apps that can be had, newest first. */
export function allAppsPages(store: StoreData): readonly AppListPath[] {
  const apps = byNewest(store.apps);
  return inEveryLanguage(store, ({ text, routes }) => [
    {
      id: undefined,
      apps,
      title: text("lists.all"),
      kind: text("lists.store"),
      domains: [],
      feed: feedPaths.all,
      href: routes.apps,
    },
  ]);
}

/** The pages of every category, newest app first. */
export function categoryPages(store: StoreData): readonly AppListPath[] {
  const own = new Map(store.categories.map(({ id, apps }) => [id, byNewest(selectApps(store, apps))]));
  return inEveryLanguage(store, (reader) =>
    store.categories.map(({ id, name }) => ({
      id,
      apps: own.get(id) ?? [],
      title: localName(id, name, reader),
      kind: reader.text("lists.category"),
      domains: [],
      feed: feedPaths.category(id),
      href: (page) => reader.routes.category(id, page),
    })),
  );
}

/** The pages of every tag of an app that can be had, newest app first. */
export function tagPages(store: StoreData): readonly AppListPath[] {
  const own = Map.groupBy(
    byNewest(store.apps).flatMap((app) => app.tags.map((tag) => ({ tag, app }))),
    ({ tag }) => tag,
  );
  return inEveryLanguage(store, ({ text, routes }) =>
    [...own].map(([id, tagged]) => ({
      id,
      apps: tagged.map(({ app }) => app),
      title: id,
      kind: text("lists.tag"),
      domains: [],
      feed: null,
      href: (page) => routes.tag(id, page),
    })),
  );
}

/** The pages of every developer, newest app first. */
export function developerPages(store: StoreData): readonly AppListPath[] {
  const own = new Map(store.developers.map(({ id, apps }) => [id, byNewest(selectApps(store, apps))]));
  return inEveryLanguage(store, (reader) =>
    store.developers.map(({ id, name, domains }) => ({
      id,
      apps: own.get(id) ?? [],
      title: name,
      kind: reader.text("lists.developer"),
      domains,
      feed: feedPaths.developer(id),
      href: (page) => reader.routes.developer(id, page),
    })),
  );
}

interface AppList extends Pick<AppListView, "title" | "kind" | "domains" | "feed"> {
  readonly id: string | undefined;
  readonly apps: readonly AppSummary[];
  readonly href: (page: number) => string;
}

function inEveryLanguage(store: StoreData, listsFor: (reader: Reader) => readonly AppList[]): readonly AppListPath[] {
  return pageLanguages(store.info).flatMap(([lang]) => {
    const reader = readerOf(lang, store.info);
    return listsFor(reader).flatMap((list) => listPages(list, store, reader).map((page) => ({ lang, ...page })));
  });
}

function listPages(
  { id, apps, href, ...face }: AppList,
  store: StoreData,
  reader: Reader,
): readonly Omit<AppListPath, "lang">[] {
  const card = cardMaker(store, reader);
  const description = apps.length === 0 ? reader.text("lists.none") : reader.count("lists.apps", apps.length);
  const values = { title: face.title, apps: description, store: store.info.title };
  return splitPages(apps, PAGE_SIZE).map((page) => ({
    id,
    page: page.number === 1 ? undefined : String(page.number),
    view: {
      ...face,
      description,
      summary: reader.text("lists.description", values),
      cards: page.items.map(card),
      pager: pagerOf(page, href, reader),
    },
  }));
}

function selectApps({ apps }: StoreData, ids: readonly string[]): readonly AppSummary[] {
  const wanted = new Set(ids);
  return apps.filter(({ app_id: id }) => wanted.has(id));
}
