import { type AppCardView, cardMaker } from "./app-card.ts";
import { localName } from "./local-text.ts";
import { type ListPage, pageNumber, pageParameter, type PagerView, pagerOf, splitPages } from "./paging.ts";
import type { AppSummary, CategoryRecord, DeveloperRecord, StoreData } from "./store-data.ts";
import { pageLanguages, type Reader } from "../i18n/reader.ts";
import { feedPaths } from "../../core/feeds/feed-paths.ts";

/** A page that lists apps: all of them, those of a category, those of a developer. */
export interface AppListView {
  readonly title: string;
  /** For the head of the page. */
  readonly summary: string;
  /** What kind of list it is, in a word. */
  readonly kind: string;
  /** How many apps there are, on the page with the newest; on the others, from when to when they came. */
  readonly description: string;
  /** Domains that a developer has proven to own. */
  readonly domains: readonly string[];
  /** Path of the feed of what is listed, without the ending of its format; null where there is none. */
  readonly feed: string | null;
  readonly cards: readonly AppCardView[];
  readonly pager: PagerView | null;
}

/** Names a list. */
export type AppListName =
  | { readonly kind: "all" }
  | { readonly kind: "category"; readonly id: string }
  | { readonly kind: "tag"; readonly id: string }
  | { readonly kind: "developer"; readonly id: string };

/** A page of a list in all languages. */
export interface AppListGroup {
  /** Changes with everything the page shows but the texts of the site and the names of categories. */
  readonly cacheKey: string;
  /** Parameters of its addresses. */
  paths(): readonly {
    /** Undefined for the language of the store. */
    readonly lang: string | undefined;
    readonly id: string | undefined;
    /** Undefined for the page with the newest apps. */
    readonly page: string | undefined;
  }[];
}

/** Cards on a page: at most what fits into the bytes of a store page. */
const PAGE_SIZES = { first: 24, others: 16 } as const;

/**
 * The lists of a store. In each the app that the store has had for the shortest time comes first: an app stays on its page when
 * it is updated.
 */
export interface AppLists {
  groups(kind: AppListName["kind"], digest: (text: string) => string): readonly AppListGroup[];
  /** @throws RangeError if there is no such page */
  page(name: AppListName, page: string | undefined, reader: Reader): AppListView;
}

/** Sorts the apps of a store into its lists, which is done once for all pages. */
export function appLists(store: StoreData): AppLists {
  const offered = byFirstPublication(store.apps);
  const categories = new Map(store.categories.map((each) => [each.id, each]));
  const developers = new Map(store.developers.map((each) => [each.id, each]));
  const byCategory = pagesBy(offered, ({ categories: ids }) => ids);
  const byOwner = pagesBy(offered, ({ owner }) => [owner.id]);
  const byTag = pagesBy(offered, ({ tags }) => tags);
  const ids = {
    category: [...categories.keys()],
    tag: [...byTag.keys()].toSorted(),
    developer: [...developers.keys()],
  } as const;
  const all = splitPages(offered, PAGE_SIZES);
  const none = splitPages<AppSummary>([], PAGE_SIZES);
  const pagesOf = (name: AppListName): readonly ListPage<AppSummary>[] =>
    name.kind === "all"
      ? all
      : ({ category: byCategory, tag: byTag, developer: byOwner }[name.kind].get(name.id) ?? none);
  const languages = pageLanguages(store.info);
  return {
    groups(kind, digest) {
      const names: readonly AppListName[] = kind === "all" ? [{ kind }] : ids[kind].map((id) => ({ kind, id }));
      return names.flatMap((name) => {
        const id = name.kind === "all" ? undefined : name.id;
        const about = name.kind === "developer" ? developers.get(name.id) : undefined;
        const own = pagesOf(name);
        return own.map((page) => {
          const shown = [name, page.items.map((app) => app.digest), keyOf(page, own), about?.name, about?.domains];
          const number = pageParameter(page.number);
          return {
            cacheKey: digest(JSON.stringify(shown)),
            paths: () => languages.map(([lang]) => ({ lang, id, page: number })),
          };
        });
      });
    },
    page(name, parameter, reader) {
      const pages = pagesOf(name);
      const page = pages.find(({ number }) => number === pageNumber(parameter));
      if (page === undefined) throw new RangeError(`no page ${parameter} in the list ${JSON.stringify(name)}`);
      const face = faceOf(name, { categories, developers }, reader);
      const span = spanOf(page, reader);
      const apps = page.number === null ? countText(countOf(pages), reader) : span;
      return {
        title: face.title,
        kind: face.kind,
        domains: face.domains,
        feed: face.feed,
        description: apps,
        summary: reader.text("lists.description", { title: face.title, apps, store: store.info.title }),
        cards: page.items.map(cardMaker(store, reader)),
        pager: pagerOf(page, face.href, span),
      };
    },
  };
}

interface ListFace extends Pick<AppListView, "title" | "kind" | "domains" | "feed"> {
  readonly href: (page: number | null) => string;
}

function faceOf(
  name: AppListName,
  records: {
    readonly categories: ReadonlyMap<string, CategoryRecord>;
    readonly developers: ReadonlyMap<string, DeveloperRecord>;
  },
  reader: Reader,
): ListFace {
  const { text, routes } = reader;
  const base = { domains: [], feed: null };
  if (name.kind === "all") {
    return { ...base, title: text("lists.all"), kind: text("lists.store"), feed: feedPaths.all, href: routes.apps };
  }
  const { id } = name;
  if (name.kind === "tag") {
    return { ...base, title: id, kind: text("lists.tag"), href: (page) => routes.tag(id, page) };
  }
  if (name.kind === "category") {
    const title = localName(id, records.categories.get(id)?.name ?? {}, reader);
    const feed = feedPaths.category(id);
    return { ...base, title, kind: text("lists.category"), feed, href: (page) => routes.category(id, page) };
  }
  const { name: title = id, domains = [] } = records.developers.get(id) ?? {};
  const href = (page: number | null): string => routes.developer(id, page);
  return { title, kind: text("lists.developer"), domains, feed: feedPaths.developer(id), href };
}

/** The apps that can be had, by the time of their first version, newest first. */
function byFirstPublication(apps: readonly AppSummary[]): readonly AppSummary[] {
  return apps
    .filter(({ isOffered }) => isOffered)
    .toSorted((a, b) => compare(b.published_at, a.published_at) || compare(b.app_id, a.app_id));
}

function pagesBy(
  apps: readonly AppSummary[],
  keysOf: (app: AppSummary) => readonly string[],
): ReadonlyMap<string, readonly ListPage<AppSummary>[]> {
  const lists = new Map<string, AppSummary[]>();
  for (const app of apps) {
    for (const key of keysOf(app)) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [app]);
      else list.push(app);
    }
  }
  return new Map([...lists].map(([key, list]) => [key, splitPages(list, PAGE_SIZES)]));
}

/** What the links of a page depend on, and the number of apps on the page that tells it. */
function keyOf(page: ListPage<unknown>, pages: readonly ListPage<unknown>[]): readonly unknown[] {
  const { number, numbered } = page;
  return number === null ? [numbered, countOf(pages)] : [number, number === numbered];
}

function countOf(pages: readonly ListPage<unknown>[]): number {
  return pages.reduce((sum, { items }) => sum + items.length, 0);
}

function countText(count: number, reader: Reader): string {
  return count === 0 ? reader.text("lists.none") : reader.count("lists.apps", count);
}

/** From when to when the apps of a page came. */
function spanOf({ items }: ListPage<AppSummary>, { text, day }: Reader): string {
  const [from, to] = [day(items.at(-1)?.published_at ?? ""), day(items[0]?.published_at ?? "")];
  return from === to ? to : text("pager.span", { from, to });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
