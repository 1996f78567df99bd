import { type AppCardView, byFirst, byNewest, cardMaker } from "./app-card.ts";
import { localName, pickLocal } from "./local-text.ts";
import type { AppSummary, CollectionRecord, StoreData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

/** A category with its newest apps. */
export interface ShelfView {
  readonly title: string;
  readonly href: string;
  /** How many apps there are. */
  readonly count: string;
  readonly cards: readonly AppCardView[];
}

/** Some apps under a heading. */
export interface CollectionView {
  readonly title: string;
  /** Whether the title comes from the store's operators. */
  readonly isTheirs: boolean;
  readonly summary: string | null;
  readonly cards: readonly AppCardView[];
}

export interface HomeView {
  readonly title: string;
  /** Icons for the picture of a phone; null is a free place. */
  readonly homeScreen: readonly (string | null)[];
  /** What the people of the store recommend, and what is new and updated; empty ones are left out. */
  readonly collections: readonly CollectionView[];
  readonly shelves: readonly ShelfView[];
}

/** How much fits into the bytes of a store page. */
const COLLECTION_CARDS = 6;
const COLLECTIONS = 2;
const SHELVES = 9;
const SHELF_CARDS = 3;
const HOME_SCREEN_PLACES = 12;

/** The front page. Without apps it has no shelves. */
export function homeView(store: StoreData, reader: Reader): HomeView {
  const { apps, info } = store;
  const { routes } = reader;
  const card = cardMaker(store, reader);
  const newest = byNewest(apps);
  const offered = new Map(newest.map((app) => [app.app_id, app]));
  return {
    title: info.title,
    homeScreen: Array.from({ length: HOME_SCREEN_PLACES }, (_, place) => {
      const app = newest[place];
      return app === undefined ? null : routes.file(app.icon);
    }),
    collections: [
      ...store.collections.slice(0, COLLECTIONS).map((each) => collectionView(each, offered, reader)),
      { title: reader.text("home.new"), isTheirs: false, summary: null, apps: byFirst(apps) },
      { title: reader.text("home.updated"), isTheirs: false, summary: null, apps: newest.filter(isUpdated) },
    ]
      .filter((each) => each.apps.length > 0)
      .map(({ apps: shown, ...face }) => ({ ...face, cards: shown.slice(0, COLLECTION_CARDS).map(card) })),
    shelves: fullestCategories(store).map(({ id, name }) => {
      const own = newest.filter((app) => app.categories.includes(id));
      return {
        title: localName(id, name, reader),
        href: routes.category(id),
        count: reader.count("lists.apps", own.length),
        cards: own.slice(0, SHELF_CARDS).map(card),
      };
    }),
  };
}

/** A new app is not an updated one, too. */
function isUpdated({ published_at: first, updated_at: last }: AppSummary): boolean {
  return first < last;
}

function collectionView(
  { id, name, summary = {}, apps }: CollectionRecord,
  offered: ReadonlyMap<string, AppSummary>,
  reader: Reader,
): Omit<CollectionView, "cards"> & { readonly apps: readonly AppSummary[] } {
  return {
    title: localName(id, name, reader),
    isTheirs: true,
    summary: pickLocal(summary, reader)?.value ?? null,
    apps: apps.flatMap((app) => offered.get(app) ?? []),
  };
}

/** The categories with most apps that can be had, in the store's own order. */
function fullestCategories({ apps, categories }: StoreData): StoreData["categories"] {
  const sizes = new Map<string, number>();
  for (const id of byNewest(apps).flatMap((app) => app.categories)) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const size = ({ id }: { readonly id: string }): number => sizes.get(id) ?? 0;
  const fullest = categories.filter((each) => size(each) > 0).toSorted((a, b) => size(b) - size(a));
  const shown = new Set(fullest.slice(0, SHELVES));
  return categories.filter((each) => shown.has(each));
}
