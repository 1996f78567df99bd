import type { AppSummary } from "./store-data.ts";

/** How many an app's page shows. */
export const RELATED_APPS = 3;

/** How many apps on each side are looked at in a ring. */
const NEIGHBOURS = 3;

/** What the two share decides the order. */
const TAG_WEIGHT = 2;
const CATEGORY_WEIGHT = 1;

/** An app with its place in the order of all rings. */
interface Placed {
  readonly app: AppSummary;
  readonly place: number;
  readonly spots: readonly Spot[];
}

/** Where an app stands in a ring, or would stand if it could be had. */
interface Spot {
  readonly ring: Placed[];
  readonly at: number;
}

/**
 * Finds apps like one: those that share tags and categories with it. All apps with a tag, with a pair of tags or in a category stand in a
 * ring, in an order that means nothing, and an app looks at its neighbours only. So one question takes the same work however many apps
 * there are, and a new app changes the answers of its neighbours and of nobody else.
 *
 * @returns for the id of an app, the apps like it that can be had, those that share most first
 */
export function relatedApps(apps: readonly AppSummary[]): (id: string) => readonly AppSummary[] {
  const byId = new Map<string, Placed>();
  const rings = new Map<string, Placed[]>();
  const ringOf = (key: string): Placed[] => {
    const ring = rings.get(key) ?? [];
    rings.set(key, ring);
    return ring;
  };
  // One order for all rings: each is in it when it is filled.
  for (const { app, place } of apps.map((each) => ({ app: each, place: placeOf(each.app_id) })).sort(byPlace)) {
    const spots = ringsOf(app).map((key): Spot => {
      const ring = ringOf(key);
      return { ring, at: ring.length };
    });
    const placed = { app, place, spots };
    byId.set(app.app_id, placed);
    if (app.isOffered) for (const { ring } of spots) ring.push(placed);
  }
  return (id) => {
    const self = byId.get(id);
    if (self === undefined) return [];
    return neighboursOf(self)
      .map(({ app, place }) => ({ app, place, shared: sharedBy(self.app, app) }))
      .sort((a, b) => b.shared - a.shared || byPlace(a, b))
      .slice(0, RELATED_APPS)
      .map(({ app: other }) => other);
  };
}

function ringsOf({ tags, categories }: AppSummary): readonly string[] {
  const sorted = tags.toSorted();
  const pairs = sorted.flatMap((first, index) => sorted.slice(index + 1).map((second) => `tags ${first} ${second}`));
  return [...pairs, ...sorted.map((tag) => `tag ${tag}`), ...categories.map((category) => `category ${category}`)];
}

/** The nearest on both sides, in every ring. */
function neighboursOf(self: Placed): readonly Placed[] {
  const found = new Set<Placed>();
  for (const { ring, at } of self.spots) {
    for (let place = at - NEIGHBOURS; place <= at + NEIGHBOURS; place += 1) {
      const other = ring[modulo(place, ring.length)];
      if (other !== undefined) found.add(other);
    }
  }
  found.delete(self);
  return [...found];
}

function sharedBy(one: AppSummary, other: AppSummary): number {
  return TAG_WEIGHT * inBoth(one.tags, other.tags) + CATEGORY_WEIGHT * inBoth(one.categories, other.categories);
}

function inBoth(some: readonly string[], others: readonly string[]): number {
  let count = 0;
  for (const each of some) if (others.includes(each)) count += 1;
  return count;
}

function byPlace(a: Omit<Placed, "spots">, b: Omit<Placed, "spots">): number {
  return a.place - b.place || (a.app.app_id < b.app.app_id ? -1 : a.app.app_id > b.app.app_id ? 1 : 0);
}

function modulo(value: number, length: number): number {
  return length === 0 ? 0 : ((value % length) + length) % length;
}

/** FNV-1a (draft-eastlake-fnv), 32 bits: spreads ids, so that the apps of one developer do not stand side by side. */
function placeOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
