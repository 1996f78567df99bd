import { expect, test } from "vitest";

import { pagerOf, splitPages } from "./paging.ts";
import { aReader } from "../../testing/store-data.ts";

test("every item is on one page, and an empty list still has a page", () => {
  expect(splitPages([1, 2, 3, 4, 5], 2).map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5]]);
  expect(splitPages([], 2)).toEqual([{ number: 1, count: 1, items: [] }]);
});

test("the first page has nothing before it, the last nothing after it, a single page no pager", () => {
  const [first, middle, last] = splitPages([1, 2, 3], 1).map((page) =>
    pagerOf(page, (number) => `/${number}/`, aReader()),
  );
  expect(first).toEqual({ label: "Page 1 of 3", previous: null, next: "/2/" });
  expect(middle).toEqual({ label: "Page 2 of 3", previous: "/1/", next: "/3/" });
  expect(last).toEqual({ label: "Page 3 of 3", previous: "/2/", next: null });
  expect(pagerOf(splitPages([1], 1)[0]!, String, aReader())).toBeNull();
});
