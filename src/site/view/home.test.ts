import { expect, test } from "vitest";

import { homeView } from "./home.ts";
import { anAppSummary, aStore, aReader } from "../../testing/store-data.ts";

const reader = aReader();
const many = Array.from({ length: 40 }, (_, number) =>
  anAppSummary(`org.example.a${number}`, {
    updated_at: `2026-01-01T00:00:${String(number).padStart(2, "0")}Z`,
    categories: number % 2 === 0 ? ["games"] : ["games", "tools"],
  }),
);

test("an empty store has no shelves, only a phone with free places", () => {
  const view = homeView(aStore([]), reader);
  expect(view).toMatchObject({ collections: [], shelves: [] });
  expect(view.homeScreen).toEqual(Array.from({ length: 12 }, () => null));
});

test("what operators recommend comes first, then what is new, then what is updated", () => {
  const apps = many.map((app, at) => ({
    ...app,
    published_at: `2025-01-01T00:00:${String(59 - at).padStart(2, "0")}Z`,
  }));
  const picks = { id: "picks", name: { en: "Picks" }, apps: ["org.example.a7", "org.example.gone", "org.example.a3"] };
  const none = { id: "none", name: {}, apps: ["org.example.gone"] };
  const { collections } = homeView(aStore(apps, { collections: [none, picks] }), reader);
  expect(collections.map(({ title, cards }) => [title, ...cards.map(({ name }) => name)])).toEqual([
    ["Picks", "a7", "a3"],
    ["New", "a0", "a1", "a2", "a3", "a4", "a5"],
    ["Recently updated", "a39", "a38", "a37", "a36", "a35", "a34"],
  ]);
  const alone = homeView(aStore([anAppSummary("org.example.first")]), reader);
  expect(alone.collections.map(({ title }) => title)).toEqual(["New"]);
});

test("the phone shows the newest", () => {
  const view = homeView(aStore(many), reader);
  expect(view.homeScreen[0]).toBe("/assets/org.example.a39/icon-128.png");
});

test("a category shows its newest apps and how many there are", () => {
  const { shelves } = homeView(aStore(many), reader);
  expect(shelves.map(({ title, count, href }) => [title, count, href])).toEqual([
    ["Games", "40 apps", "/categories/games/"],
    ["Tools", "20 apps", "/categories/tools/"],
  ]);
  expect(shelves[1]?.cards.map(({ name }) => name)).toEqual(["a39", "a37", "a35"]);
});

test("apps that cannot be had are on no shelf, and categories without others have none", () => {
  const view = homeView(
    aStore([
      anAppSummary("org.example.good"),
      anAppSummary("org.example.bad", { isOffered: false, categories: ["tools"] }),
    ]),
    reader,
  );
  expect(view.collections[0]?.cards.map(({ name }) => name)).toEqual(["good"]);
  expect(view.shelves.map(({ title }) => title)).toEqual(["Games"]);
});

test("of many categories the fullest are shown, in the order of the store", () => {
  const categories = Array.from({ length: 12 }, (_, number) => ({ id: `c${number}`, name: {}, apps: [] }));
  const apps = categories.flatMap(({ id }, number) =>
    Array.from({ length: number + 1 }, (_, each) => anAppSummary(`org.example.${id}-${each}`, { categories: [id] })),
  );
  const titles = homeView(aStore(apps, { categories }), reader).shelves.map(({ title }) => title);
  expect(titles).toEqual(["c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11"]);
});
