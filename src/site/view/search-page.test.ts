import { expect, test } from "vitest";

import { searchPageView } from "./search-page.ts";
import { aReader, anAppSummary, aStore } from "../../testing/store-data.ts";
import { readerOf } from "../i18n/reader.ts";
import { NOTHING } from "../../core/search/facets.ts";

const apps = [
  anAppSummary("org.example.a", { permissions: ["storage", "camera"], summaries: { de: "", en: "" } }),
  anAppSummary("org.example.b", { permissions: ["storage"] }),
  anAppSummary("org.example.gone", { permissions: ["location"], summaries: { fr: "" }, isOffered: false }),
];

test("filters offer what there is, by its name", () => {
  const { filters } = searchPageView(aStore(apps), aReader());
  const offered = Object.fromEntries(filters.map(({ facet, options }) => [facet, options.map(({ label }) => label)]));
  expect(offered).toEqual({
    category: ["Games", "Tools", "No category"],
    permission: ["Asks for nothing", "Take pictures and record video", "Keep its own data on this phone"],
    license: ["Names no licence"],
    mosis: [],
    language: ["German", "English", "No language"],
  });
  expect(filters.flatMap(({ options }) => options).filter(({ value }) => value === NOTHING)).toHaveLength(4);
});

test("categories are links, for who has no script", () => {
  const { categories } = searchPageView(aStore(apps), aReader());
  expect(categories).toEqual([
    { href: "/categories/games/", name: "Games" },
    { href: "/categories/tools/", name: "Tools" },
  ]);
});

test("languages are named in that of the page, and its texts are for its numbers", () => {
  const store = aStore(apps);
  const { filters, texts } = searchPageView(store, readerOf("de", { ...store.info, languages: ["en", "de"] }));
  expect(filters.at(-1)?.options.map(({ label }) => label)).toEqual(["Deutsch", "Englisch", "Ohne Sprache"]);
  expect(texts.found).toEqual({ one: "{count} App gefunden", other: "{count} Apps gefunden" });
});
