/** One page of a list. Pages are cut from the oldest end, so that what comes later leaves them as they are. */
export interface ListPage<Item> {
  /** 1 is the page with the oldest items; null the one with the newest, which takes what is not cut off yet. */
  readonly number: number | null;
  /** Newest first. */
  readonly items: readonly Item[];
  /** How many pages have a number. */
  readonly numbered: number;
}

/** Links to the pages around one; null when the list has one page only. */
export interface PagerView {
  readonly label: string;
  /** The page with newer items. */
  readonly previous: string | null;
  /** The page with older items. */
  readonly next: string | null;
}

/** How many items pages hold. */
export interface PageSizes {
  /** The page with the newest, at most. */
  readonly first: number;
  /** Every page with a number. */
  readonly others: number;
}

/** A list in pages, the newest item first. An empty list is one empty page. */
export function splitPages<Item>(items: readonly Item[], { first, others }: PageSizes): readonly ListPage<Item>[] {
  const numbered = Math.max(0, Math.ceil((items.length - first) / others));
  const start = items.length - numbered * others;
  return Array.from({ length: numbered + 1 }, (_, at) => ({
    number: at === 0 ? null : numbered + 1 - at,
    numbered,
    items: at === 0 ? items.slice(0, start) : items.slice(start + (at - 1) * others, start + at * others),
  }));
}

/**
 * The links of a page.
 *
 * @param href address of a page by its number; null for the one that has none
 * @param label what tells the page from the others
 */
export function pagerOf(
  { number, numbered }: ListPage<unknown>,
  href: (page: number | null) => string,
  label: string,
): PagerView | null {
  if (numbered === 0) return null;
  const older = (number ?? numbered + 1) - 1;
  return {
    label,
    previous: number === null ? null : href(number === numbered ? null : number + 1),
    next: older === 0 ? null : href(older),
  };
}

/** The number of a page from the parameter of its address. */
export function pageNumber(parameter: string | undefined): number | null {
  return parameter === undefined ? null : Number(parameter);
}

/** The parameter that stands for a page in its address. */
export function pageParameter(number: number | null): string | undefined {
  return number === null ? undefined : String(number);
}
