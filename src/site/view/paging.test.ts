import { expect, test } from "vitest";

import { pagerOf, splitPages } from "./paging.ts";

const SIZES = { first: 3, others: 2 } as const;

/** The numbers from so many down to 1, in pages. */
function pagesOf(count: number) {
  return splitPages(
    Array.from({ length: count }, (_, at) => count - at),
    SIZES,
  ).map(({ number, items }) => [number, items]);
}

test("every item is on one page, and an empty list still has a page", () => {
  expect(pagesOf(0)).toEqual([[null, []]]);
  expect(pagesOf(3)).toEqual([[null, [3, 2, 1]]]);
  expect(pagesOf(6)).toEqual([
    [null, [6, 5]],
    [2, [4, 3]],
    [1, [2, 1]],
  ]);
});

test("a page with a number keeps its items, whatever comes", () => {
  for (let count = 0; count < 40; count += 1) {
    const later = new Map(pagesOf(count + 1).map(([number, items]) => [number, items]));
    const numbered = pagesOf(count).filter(([number]) => number !== null);
    expect(numbered.map(([number]) => later.get(number))).toEqual(numbered.map(([, items]) => items));
  }
});

test("pages lead to the newer and to the older one, and a single page nowhere", () => {
  const pages = splitPages([5, 4, 3, 2, 1], { first: 1, others: 2 });
  const pagers = pages.map((page) => pagerOf(page, (number) => `/${number ?? ""}`, String(page.items)));
  expect(pagers).toEqual([
    { label: "5", previous: null, next: "/2" },
    { label: "4,3", previous: "/", next: "/1" },
    { label: "2,1", previous: "/2", next: null },
  ]);
  expect(splitPages([1], SIZES).map((page) => pagerOf(page, String, ""))).toEqual([null]);
});
