import { type AppCardView, byNewest, cardMaker } from "./app-card.ts";
import { localName } from "./local-text.ts";
import type { StoreData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

/** A category with its newest apps. */
export interface ShelfView {
  readonly title: string;
  readonly href: string;
  /** How many apps there are. */
  readonly count: string;
  readonly cards: readonly AppCardView[];
}

export interface HomeView {
  readonly title: string;
  /** Icons for the picture of a phone; null is a free place. */
  readonly homeScreen: readonly (string | null)[];
  readonly newest: readonly AppCardView[];
  readonly shelves: readonly ShelfView[];
}

/** How much fits into the bytes of a store page. */
const NEWEST_CARDS = 9;
const SHELVES = 9;
const SHELF_CARDS = 3;
const HOME_SCREEN_PLACES = 12;

/** The front page. Without apps it has no shelves. */
export function homeView(store: StoreData, reader: Reader): HomeView {
  const { apps, info } = store;
  const { routes } = reader;
  const card = cardMaker(store, reader);
  const newest = byNewest(apps);
  return {
    title: info.title,
    homeScreen: Array.from({ length: HOME_SCREEN_PLACES }, (_, place) => {
      const app = newest[place];
      return app === undefined ? null : routes.file(app.icon);
    }),
    newest: newest.slice(0, NEWEST_CARDS).map(card),
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

/** The categories with most apps that can be had, in the store's own order. */
function fullestCategories({ apps, categories }: StoreData): StoreData["categories"] {
  const sizes = new Map<string, number>();
  for (const id of byNewest(apps).flatMap((app) => app.categories)) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const size = ({ id }: { readonly id: string }): number => sizes.get(id) ?? 0;
  const fullest = categories.filter((each) => size(each) > 0).toSorted((a, b) => size(b) - size(a));
  const shown = new Set(fullest.slice(0, SHELVES));
  return categories.filter((each) => shown.has(each));
}
