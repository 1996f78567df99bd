import { byNewest } from "./app-card.ts";
import { localName } from "./local-text.ts";
import type { StoreData } from "./store-data.ts";
import type { PluralForms } from "../i18n/messages.ts";
import type { Reader } from "../i18n/reader.ts";
import { NOTHING } from "../../core/search/facets.ts";
import type { Facet } from "../../core/search/layout.ts";

/** A value of a facet that has a name; the script adds those that name themselves. */
export interface OptionView {
  readonly value: string;
  readonly label: string;
}

/** A facet by which results are filtered. */
export interface FilterView {
  readonly facet: Facet;
  readonly label: string;
  readonly options: readonly OptionView[];
}

/** Texts for the script of the page. */
export interface SearchTexts {
  readonly found: PluralForms;
  readonly none: string;
  readonly meant: string;
  readonly failed: string;
}

export interface SearchPageView {
  readonly title: string;
  readonly categories: readonly { readonly href: string; readonly name: string }[];
  readonly filters: readonly FilterView[];
  readonly texts: SearchTexts;
}

/** The page that searches, before anything was typed. */
export function searchPageView(store: StoreData, reader: Reader): SearchPageView {
  const { text } = reader;
  const apps = byNewest(store.apps);
  const names = new Intl.DisplayNames([reader.lang], { type: "language" });
  const categories = store.categories.map(({ id, name }) => ({ value: id, label: localName(id, name, reader) }));
  const option = (label: (value: string) => string) => (value: string) => ({ value, label: label(value) });
  const occurring = (valuesOf: (app: (typeof apps)[number]) => readonly string[]): readonly string[] => {
    const found = new Set<string>();
    for (const app of apps) for (const value of valuesOf(app)) found.add(value);
    return [...found].toSorted();
  };
  const permissions = occurring((app) => app.permissions).map(option((id) => reader.sentence(id) ?? id));
  const languages = occurring((app) => Object.keys(app.summaries)).map(option((tag) => names.of(tag) ?? tag));
  const nothing = (label: string): OptionView => ({ value: NOTHING, label });
  return {
    title: `${text("search.title")} · ${store.info.title}`,
    categories: categories.map(({ value, label }) => ({ href: reader.routes.category(value), name: label })),
    filters: [
      {
        facet: "category",
        label: text("search.category"),
        options: [...categories, nothing(text("search.category.none"))],
      },
      {
        facet: "permission",
        label: text("search.permission"),
        options: [nothing(text("search.permission.none")), ...permissions],
      },
      { facet: "license", label: text("search.license"), options: [nothing(text("search.license.none"))] },
      { facet: "mosis", label: text("search.mosis"), options: [] },
      {
        facet: "language",
        label: text("search.language"),
        options: [...languages, nothing(text("search.language.none"))],
      },
    ],
    texts: {
      found: reader.forms("search.found"),
      none: text("search.none"),
      meant: text("search.meant"),
      failed: text("search.failed"),
    },
  };
}
