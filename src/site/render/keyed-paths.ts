type Params = Readonly<Record<string, string | undefined>>;

/** Pages that change together: those of an app of one kind, or one of a list, in all languages. */
export interface KeyedGroup<Parameters extends Params = Params> {
  /**
   * Changes with everything the pages show, but the code and the store's own document, and with what pages there are. No other group of the
   * same kind of page has it.
   */
  readonly cacheKey: string;
  /** Parameters of the address of each page. */
  paths(): readonly Parameters[];
}

/** What `getStaticPaths` lists of the pages of one pattern. */
export interface KeyedList {
  readonly groups: readonly KeyedGroup[];
  addressOf(params: Params): string;
}

interface Collected {
  /** The pattern whose pages alone are wanted; null for all. */
  readonly only: string | null;
  readonly lists: Map<string, KeyedList>;
}

// The build has this module twice, once beside Astro and once in the bundle with the pages.
const SHARED = Symbol.for("mosis.keyed-lists");
const shared = globalThis as { [SHARED]?: Collected };

/**
 * From now on lists go past Astro, which takes several times as long for each page as its address takes to make.
 *
 * @returns lists by the pattern of the page, as soon as Astro has asked for them
 */
export function collectLists(only: string | null): ReadonlyMap<string, KeyedList> {
  const lists = new Map<string, KeyedList>();
  shared[SHARED] = { only, lists };
  return lists;
}

/**
 * For `getStaticPaths` of pages that workers make: the first and the last page, which Astro makes as well, to compare them. All pages where
 * no worker makes any.
 *
 * @param pattern `routePattern`, which Astro tells
 */
export function keyedPaths<Parameters extends Params>(
  pattern: string,
  list: () => readonly KeyedGroup<Parameters>[],
): Path<Parameters>[] {
  const collected = shared[SHARED];
  if (collected === undefined) return list().flatMap(expand);
  const { only, lists } = collected;
  if (only !== null && only !== pattern) return [];
  const groups = list();
  lists.set(pattern, { groups, addressOf: addresses(pattern) });
  const hasPages = (group: KeyedGroup): boolean => group.paths().length > 0;
  const ends = [groups.find(hasPages), groups.findLast(hasPages)].flatMap((group) => group && expand(group));
  return [...new Set([ends.at(0), ends.at(-1)])].filter((path) => path !== undefined);
}

interface Path<Parameters> {
  readonly params: Parameters;
  readonly cacheKey: string;
}

function expand<Parameters extends Params>({ cacheKey, paths }: KeyedGroup<Parameters>): readonly Path<Parameters>[] {
  return paths().map((params) => ({ params, cacheKey }));
}

/** The address of a page by its parameters; a rest that is undefined takes its segment with it. */
function addresses(pattern: string): KeyedList["addressOf"] {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  const names = segments.map((segment) => /^\[(?:\.\.\.)?(\w+)\]$/.exec(segment)?.[1] ?? null);
  return (params) => {
    const parts = names.map((name, at) => (name === null ? segments[at] : params[name]));
    return `/${parts.filter((part) => part !== undefined).join("/")}/`;
  };
}
