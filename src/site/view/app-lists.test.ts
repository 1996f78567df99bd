import { expect, test } from "vitest";

import { type AppListName, appLists } from "./app-lists.ts";
import type { AppSummary, StoreData } from "./store-data.ts";
import { aReader, anAppSummary, aStore } from "../../testing/store-data.ts";

const reader = aReader();
const ALL: AppListName = { kind: "all" };

/** The app that came on the day with this number of June 2026. */
function appOfDay(day: number, change: Partial<AppSummary> = {}): AppSummary {
  const at = `2026-06-${String(day).padStart(2, "0")}T00:00:00Z`;
  return anAppSummary(`org.example.a${day}`, { published_at: at, updated_at: at, ...change });
}

function daysTo(last: number): readonly AppSummary[] {
  return Array.from({ length: last }, (_, at) => appOfDay(at + 1));
}

/** Keys by page of the list with all apps. */
function keysOf(store: StoreData): ReadonlyMap<string, string> {
  const groups = appLists(store).groups("all", (text) => text);
  return new Map(groups.flatMap(({ cacheKey, paths }) => paths().map(({ page = "newest" }) => [page, cacheKey])));
}

/** Pages of the list with all apps that are not the same in both stores. */
function changedPages(before: readonly AppSummary[], after: readonly AppSummary[]): readonly string[] {
  const known = keysOf(aStore(before));
  return [...keysOf(aStore(after))].filter(([page, key]) => known.get(page) !== key).map(([page]) => page);
}

test("long lists are cut into pages, of which the one with the newest has no number", () => {
  const lists = appLists(aStore(daysTo(30)));
  const pages = lists.groups("all", String).flatMap(({ paths }) => paths().map(({ page }) => page));
  expect(pages).toEqual([undefined, "1"]);
  const views = pages.map((page) => lists.page(ALL, page, reader));
  expect(views.map(({ cards, pager }) => [cards.length, pager?.label])).toEqual([
    [14, "17 June 2026 to 30 June 2026"],
    [16, "1 June 2026 to 16 June 2026"],
  ]);
  expect(views[0]).toMatchObject({ description: "30 apps", pager: { previous: null, next: "/apps/1/" } });
  expect(views[1]?.pager).toMatchObject({ previous: "/apps/", next: null });
  expect(() => lists.page(ALL, "2", reader)).toThrow(RangeError);
});

test("a new app changes the page with the newest, and a page's links when another page has come", () => {
  expect(changedPages(daysTo(28), daysTo(29))).toEqual(["newest"]);
  const long = Array.from({ length: 100 }, (_, at) => anAppSummary(`org.example.a${1000 + at}`));
  const changes = long.map((_, at) => changedPages(long.slice(0, at), long.slice(0, at + 1)).length);
  expect(Math.max(...changes)).toBe(3);
});

test("an updated app stays where it is, and changes the page it is on", () => {
  const after = daysTo(30).map((app, at) => (at === 3 ? appOfDay(4, { updated_at: "2026-07-01T00:00:00Z" }) : app));
  expect(changedPages(daysTo(30), after)).toEqual(["1"]);
});

test("every category has a page, even one without apps", () => {
  const lists = appLists(aStore([anAppSummary("org.example.one")]));
  const paths = lists.groups("category", String).flatMap((group) => group.paths());
  const views = paths.map(({ id = "", page }) => lists.page({ kind: "category", id }, page, reader));
  expect(views.map(({ title, description }) => [title, description])).toEqual([
    ["Games", "1 app"],
    ["Tools", "No apps yet"],
  ]);
});

test("a developer's page lists what can be had of them, with their domains", () => {
  const gone = anAppSummary("org.example.gone", { isOffered: false });
  const store = aStore([anAppSummary("org.example.one"), gone]);
  const developers = [{ id: "ada", name: "Ada", domains: ["ada.example"], apps: ["org.example.one", gone.app_id] }];
  const view = appLists({ ...store, developers }).page({ kind: "developer", id: "ada" }, undefined, reader);
  expect(view).toMatchObject({ title: "Ada", description: "1 app", domains: ["ada.example"] });
  expect(view.cards.map(({ href }) => href)).toEqual(["/apps/org.example.one/"]);
});
