import { type AppCardView, byNewest, cardMaker } from "./app-card.ts";
import { formatCount } from "./format.ts";
import { localName } from "./local-text.ts";
import { type PagerView, pagerOf, splitPages } from "./paging.ts";
import { routes } from "./routes.ts";
import type { AppSummary, StoreData } from "./store-data.ts";

/** A page that lists apps: all of them, those of a category, those of a developer. */
export interface AppListView {
  readonly title: string;
  /** What kind of list it is, in a word. */
  readonly kind: string;
  readonly description: string;
  /** Domains that a developer has proven to own. */
  readonly domains: readonly string[];
  readonly cards: readonly AppCardView[];
  readonly pager: PagerView | null;
}

/** A page of a list with the parameters of its address. */
export interface AppListPath {
  readonly id: string | undefined;
  /** Undefined for the first page. */
  readonly page: string | undefined;
  readonly view: AppListView;
}

/** Cards on a page: what fits into the bytes of a store page. */
const PAGE_SIZE = 24;

/** The pages with all apps that can be had, newest first. */
export function allAppsPages(store: StoreData): readonly AppListPath[] {
  const face = { title: "All apps", kind: "Store", domains: [], href: routes.apps };
  return listPages(store, undefined, byNewest(store.apps), face);
}

/** The pages of every category, newest app first. */
export function categoryPages(store: StoreData): readonly AppListPath[] {
  return store.categories.flatMap(({ id, name, apps }) => {
    const title = localName(id, name, store.info.languages);
    const face = { title, kind: "Category", domains: [], href: (page: number) => routes.category(id, page) };
    return listPages(store, id, byNewest(selectApps(store, apps)), face);
  });
}

/** The pages of every developer, newest app first. */
export function developerPages(store: StoreData): readonly AppListPath[] {
  return store.developers.flatMap(({ id, name, domains, apps }) => {
    const face = { title: name, kind: "Developer", domains, href: (page: number) => routes.developer(id, page) };
    return listPages(store, id, byNewest(selectApps(store, apps)), face);
  });
}

interface ListFace extends Pick<AppListView, "title" | "kind" | "domains"> {
  readonly href: (page: number) => string;
}

function listPages(
  store: StoreData,
  id: string | undefined,
  apps: readonly AppSummary[],
  { href, ...face }: ListFace,
): readonly AppListPath[] {
  const card = cardMaker(store);
  return splitPages(apps, PAGE_SIZE).map((page) => ({
    id,
    page: page.number === 1 ? undefined : String(page.number),
    view: {
      ...face,
      description: apps.length === 0 ? "No apps yet" : formatCount(apps.length, "app"),
      cards: page.items.map(card),
      pager: pagerOf(page, href),
    },
  }));
}

function selectApps({ apps }: StoreData, ids: readonly string[]): readonly AppSummary[] {
  const wanted = new Set(ids);
  return apps.filter(({ app_id: id }) => wanted.has(id));
}
