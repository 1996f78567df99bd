import { expect, test } from "vitest";

import { collectLists, type KeyedGroup, keyedPaths } from "./keyed-paths.ts";

const PATTERN = "/[...lang]/apps/[id]/history/[...page]";
const group = (id: string): KeyedGroup => ({
  cacheKey: `key of ${id}`,
  paths: () => [
    { lang: undefined, id, page: undefined },
    { lang: "ar", id, page: "2" },
  ],
});
const none: KeyedGroup = { cacheKey: "of no page", paths: () => [] };
const groups = [none, group("a"), group("b"), group("c"), none];

test("Astro gets all pages where nobody collects them, then the first and the last; the others have their address", () => {
  expect(keyedPaths(PATTERN, () => groups)).toHaveLength(6);
  const lists = collectLists(null);
  expect(keyedPaths(PATTERN, () => groups).map(({ params }) => params)).toEqual([
    { lang: undefined, id: "a", page: undefined },
    { lang: "ar", id: "c", page: "2" },
  ]);
  const list = lists.get(PATTERN);
  expect(list?.groups.flatMap((each) => each.paths().map(list.addressOf)).slice(0, 2)).toEqual([
    "/apps/a/history/",
    "/ar/apps/a/history/2/",
  ]);
});

test("of one kind of page alone, the others are not even listed", () => {
  const lists = collectLists("/apps/[id]");
  expect(
    keyedPaths(PATTERN, () => {
      throw new Error("listed");
    }),
  ).toEqual([]);
  expect([...lists.keys()]).toEqual([]);
});
