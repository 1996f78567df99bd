import {
  bucketOf,
  bucketPath,
  type FacetValues,
  type Family,
  FACETS,
  type Field,
  FIELDS,
  resultPath,
  SEARCH_INDEX,
  type SearchIndex,
  type Shard,
  type Spellings,
  wordBucket,
} from "./layout.ts";
import { correctionLimits, indexedLimits } from "./search-limits.ts";
import { spellingKeys } from "./spelling-keys.ts";
import { readText } from "./words.ts";
import { compareSemver } from "../ids/semver.ts";
import type { Categories } from "../registry/documents.ts";

/** What an app brings to search. Words are kept as one text each, divided by spaces: there may be 100,000 apps. */
export interface SearchPart {
  /** The first 32 bits of SHA-256 of its id: what search calls it by, unless another app has the same. */
  readonly reference: number;
  /** What is shown of it, canonical. */
  readonly result: Uint8Array;
  readonly facets: FacetValues;
  readonly words: { readonly [field in Field]: string };
}

/** Apps of a shard of each family, about, and the bits beyond which there are no more shards. */
const SHARDS: { readonly [family in Family]: { readonly apps: number; readonly mostBits: number } } = {
  names: { apps: 4, mostBits: 12 },
  texts: { apps: 2, mostBits: 14 },
  spellings: { apps: 8, mostBits: 11 },
};

/** An app with what search calls it by. */
type Entry = SearchPart & { readonly reference: number };
/** Apps of one word: position of the app among all entries, times `PLACES`, and the place it has the word in. */
type Postings = number[];
const PLACES = 4;

/** What all shards are made of. */
interface Table {
  readonly entries: readonly Entry[];
  readonly facets: Shard["facets"];
  /** Where an app stands in the shard that is being made; `UNUSED` in between. */
  readonly positions: Int32Array;
}
const UNUSED = -1;

/**
 * Makes the files of search, by path. A pure function of the apps: one that comes, goes or changes is in the shards of its own words,
 * and no other shard changes, unless the number of apps passes a power of two.
 *
 * @param parts by id of the app, rising
 */
export function buildSearch(parts: readonly SearchPart[], { categories }: Categories): ReadonlyMap<string, Uint8Array> {
  const entries = withReferences(parts);
  const table = tableOf(entries);
  const index: SearchIndex = { apps: entries.length, bits: bitsFor(entries.length), mosis: versionsOf(entries) };
  const named = new Map(
    categories.map(({ id, name }) => [id, [id, ...Object.values(name)].flatMap((text) => wordsOf(text))]),
  );
  const names = postingsOf(entries, FIELDS.names, ({ facets }) => facets.category.flatMap((id) => named.get(id) ?? []));
  const texts = postingsOf(entries, FIELDS.texts);
  return new Map([
    [SEARCH_INDEX, encode(index)],
    ...entries.map(({ reference, result }) => [resultPath(reference), result] as const),
    ...shardFiles("names", names, table, index),
    ...shardFiles("texts", texts, table, index),
    ...spellingFiles(names, index),
  ]);
}

/** Canonical, because all members are made in the order of their names; several times as fast as `canonicalize`. */
function encode(file: SearchIndex | Shard | Spellings): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(file));
}

function wordsOf(text: string): readonly string[] {
  return readText(text, indexedLimits.textChars).words;
}

/** In the order of references. Of apps with one reference the later one takes the next that is free. */
function withReferences(parts: readonly SearchPart[]): readonly Entry[] {
  const taken = new Set<number>();
  return parts
    .map((part): Entry => {
      let { reference } = part;
      while (taken.has(reference)) reference = (reference + 1) % 2 ** 32;
      taken.add(reference);
      return { ...part, reference };
    })
    .sort((a, b) => a.reference - b.reference);
}

/** Numbers the sets of values of each facet in the order of their texts. */
function tableOf(entries: readonly Entry[]): Table {
  const columns = FACETS.map((facet) => {
    const keys = entries.map(({ facets }) => facets[facet].join(" "));
    const byKey = new Map(keys.map((key, at) => [key, entries[at]?.facets[facet] ?? []]));
    const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
    const numbers = new Map(sorted.map(([key], number) => [key, number]));
    return [facet, { values: sorted.map(([, set]) => set), of: keys.map((key) => numbers.get(key) ?? 0) }] as const;
  });
  const facets = Object.fromEntries(columns) as unknown as Shard["facets"];
  return { entries, facets, positions: new Int32Array(entries.length).fill(UNUSED) };
}

function versionsOf(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ facets }) => facets.mosis))].sort(compareSemver);
}

function bitsFor(apps: number): SearchIndex["bits"] {
  const bits = (family: Family): number => {
    const { apps: each, mostBits } = SHARDS[family];
    return Math.min(mostBits, Math.max(0, Math.ceil(Math.log2(apps / each))));
  };
  return { names: bits("names"), spellings: bits("spellings"), texts: bits("texts") };
}

function postingsOf(
  entries: readonly Entry[],
  fields: readonly Field[],
  moreTags: (entry: Entry) => readonly string[] = () => [],
): ReadonlyMap<string, Postings> {
  const postings = new Map<string, Postings>();
  for (const [at, entry] of entries.entries()) {
    for (const [place, field] of fields.entries()) {
      const words = entry.words[field] === "" ? [] : entry.words[field].split(" ");
      for (const word of field === "tag" ? [...words, ...moreTags(entry)] : words) {
        const list = postings.get(word);
        if (list === undefined) postings.set(word, [at * PLACES + place]);
        else if (Math.floor((list.at(-1) ?? 0) / PLACES) < at || list.length === 0) list.push(at * PLACES + place);
      }
    }
  }
  return postings;
}

function shardFiles(
  family: "names" | "texts",
  postings: ReadonlyMap<string, Postings>,
  table: Table,
  { bits }: SearchIndex,
): readonly (readonly [string, Uint8Array])[] {
  const most = family === "names" ? indexedLimits.appsOfName : indexedLimits.appsOfText;
  return buckets(postings.keys(), bits[family], (word) => [wordBucket(family, word, bits[family])]).map(
    (words, bucket) => [bucketPath(family, bucket), encode(shardOf(words, postings, table, most))],
  );
}

/** Words by bucket, each sorted. */
function buckets(
  words: Iterable<string>,
  bits: number,
  bucketsOf: (word: string) => readonly number[],
): readonly (readonly string[])[] {
  const found = Array.from({ length: 2 ** bits }, (): string[] => []);
  for (const word of words) for (const bucket of new Set(bucketsOf(word))) found[bucket]?.push(word);
  return found.map((each) => each.sort());
}

function shardOf(words: readonly string[], postings: ReadonlyMap<string, Postings>, table: Table, most: number): Shard {
  const { entries, positions } = table;
  const cut: number[] = [];
  const apps: number[] = [];
  const kept = words.map((word, at) => {
    const list = told(postings.get(word) ?? [], most);
    if (list.length < (postings.get(word)?.length ?? 0)) cut.push(at);
    for (const each of list) {
      const app = Math.floor(each / PLACES);
      if (positions[app] === UNUSED) apps.push(app);
      positions[app] = 0;
    }
    return list;
  });
  apps.sort((a, b) => a - b);
  for (const [position, app] of apps.entries()) positions[app] = position;
  const shard = {
    apps: differences(apps.map((app) => entries[app]?.reference ?? 0)),
    cut,
    facets: facetsOf(apps, table),
    found: kept.map((list) => foundOf(list, positions)),
    words,
  };
  for (const app of apps) positions[app] = UNUSED;
  return shard;
}

/** Of too many the better places first, and those of one place by reference. */
function told(list: Postings, most: number): Postings {
  if (list.length <= most) return list;
  return list.toSorted((a, b) => (a % PLACES) - (b % PLACES) || a - b).slice(0, most);
}

function foundOf(list: Postings, positions: Int32Array): Shard["found"][number] {
  const places: number[][] = [];
  for (const each of list) {
    const place = each % PLACES;
    while (places.length <= place) places.push([]);
    places[place]?.push(positions[Math.floor(each / PLACES)] ?? 0);
  }
  return places.map(differences);
}

function facetsOf(apps: readonly number[], { facets }: Table): Shard["facets"] {
  const columns = FACETS.map((facet) => {
    const { values, of } = facets[facet];
    const own = apps.map((app) => of[app] ?? 0);
    const used = [...new Set(own)].sort((a, b) => a - b);
    const numbers = new Map(used.map((set, number) => [set, number]));
    return [
      facet,
      { of: own.map((set) => numbers.get(set) ?? 0), values: used.map((set) => values[set] ?? []) },
    ] as const;
  });
  return Object.fromEntries(columns) as unknown as Shard["facets"];
}

function differences(rising: readonly number[]): readonly number[] {
  return rising.map((each, at) => each - (rising[at - 1] ?? 0));
}

function spellingFiles(
  names: ReadonlyMap<string, Postings>,
  { bits }: SearchIndex,
): readonly (readonly [string, Uint8Array])[] {
  const places = new Set([FIELDS.names.indexOf("whole"), FIELDS.names.indexOf("name")]);
  const words = [...names].flatMap(([word, list]) =>
    Array.from(word).length >= correctionLimits.oneEditChars && list.some((each) => places.has(each % PLACES))
      ? [word]
      : [],
  );
  return buckets(words, bits.spellings, (word) => spellingKeys(word).map((key) => bucketOf(key, bits.spellings))).map(
    (own, bucket): readonly [string, Uint8Array] => [bucketPath("spellings", bucket), encode({ words: own })],
  );
}
