import type { Reader } from "../i18n/reader.ts";

/** One page of a list. */
export interface ListPage<Item> {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly items: readonly Item[];
}

/** Links to the pages around one; null when the list has one page only. */
export interface PagerView {
  readonly label: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** A list in pages of a size. An empty list is one empty page. */
export function splitPages<Item>(items: readonly Item[], size: number): readonly ListPage<Item>[] {
  const count = Math.max(1, Math.ceil(items.length / size));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    count,
    items: items.slice(index * size, (index + 1) * size),
  }));
}

/** The links of a page; `href` gives the address of a page by its number. */
export function pagerOf(
  { number, count }: ListPage<unknown>,
  href: (page: number) => string,
  { text }: Reader,
): PagerView | null {
  if (count === 1) return null;
  return {
    label: text("pager.position", { page: number, count }),
    previous: number > 1 ? href(number - 1) : null,
    next: number < count ? href(number + 1) : null,
  };
}
