import { expect, test } from "vitest";

import { allAppsPages, categoryPages, developerPages } from "./app-lists.ts";
import { anAppSummary, aStore } from "../../testing/store-data.ts";

const apps = Array.from({ length: 30 }, (_, number) => anAppSummary(`org.example.a${number}`));

test("long lists are split, and the first page has the address without a number", () => {
  const pages = allAppsPages(aStore(apps));
  expect(pages.map(({ page, view }) => [page, view.cards.length, view.pager?.label])).toEqual([
    [undefined, 24, "Page 1 of 2"],
    ["2", 6, "Page 2 of 2"],
  ]);
  expect(pages[0]?.view).toMatchObject({ description: "30 apps", pager: { previous: null, next: "/apps/2/" } });
  expect(pages[1]?.view.pager).toMatchObject({ previous: "/apps/", next: null });
});

test("every category has a page, even one without apps", () => {
  const pages = categoryPages(aStore([anAppSummary("org.example.one")]));
  expect(pages.map(({ id, view }) => [id, view.title, view.description])).toEqual([
    ["games", "Games", "1 app"],
    ["tools", "Tools", "No apps yet"],
  ]);
});

test("a developer's page lists what can be had of them, with their domains", () => {
  const gone = anAppSummary("org.example.gone", { isOffered: false });
  const store = aStore([anAppSummary("org.example.one"), gone]);
  const developers = [{ id: "ada", name: "Ada", domains: ["ada.example"], apps: ["org.example.one", gone.app_id] }];
  const [page] = developerPages({ ...store, developers });
  expect(page?.view).toMatchObject({ title: "Ada", description: "1 app", domains: ["ada.example"] });
  expect(page?.view.cards.map(({ href }) => href)).toEqual(["/apps/org.example.one/"]);
});
