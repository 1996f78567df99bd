import { firstOf } from "./read-query.ts";

/** Where search keeps its files. */
export const SEARCH_FOLDER = "v1/search";
export const SEARCH_INDEX = `${SEARCH_FOLDER}/index.json`;

/** Families of shards: words of names, developers, tags and categories; of summaries and descriptions; words of names by their beginning, their end and what is between. */
export type Family = "names" | "texts" | "spellings";

/** Where a word stands, best first: the place in `found` of a shard. A word of one family is told of an app by its best place only. */
export const FIELDS = { names: ["whole", "name", "developer", "tag"], texts: ["summary", "description"] } as const;
export type Field = (typeof FIELDS)["names" | "texts"][number];

export const FACETS = ["category", "language", "license", "mosis", "permission"] as const;
export type Facet = (typeof FACETS)[number];
/** What an app is to the facets; in shards, for `mosis` the lowest version it runs on. An app may have none of a facet. */
export type FacetValues = { readonly [facet in Facet]: readonly string[] };

/** `v1/search/index.json`. */
export type SearchIndex = {
  readonly apps: number;
  /** Base 2 logarithm of how many shards a family has. */
  readonly bits: { readonly [family in Family]: number };
  /** Every lowest version of Mosis that an app runs on, rising. */
  readonly mosis: readonly string[];
};

/** A shard of names or texts. */
export type Shard = {
  /** References of the apps it is about, rising; each but the first less the one before. */
  readonly apps: readonly number[];
  /** Of each facet the sets of values that occur, and which of them each app has. */
  readonly facets: {
    readonly [facet in Facet]: { readonly values: readonly (readonly string[])[]; readonly of: readonly number[] };
  };
  /** Sorted by code units. */
  readonly words: readonly string[];
  /** Of each word for each place the positions in `apps`, rising; each but the first less the one before. Empty ends are left out. */
  readonly found: readonly (readonly (readonly number[])[])[];
  /** Positions of words that more apps have than are told. */
  readonly cut: readonly number[];
};

/** A shard of spellings: sorted words of names, whole ones among them. */
export type Spellings = { readonly words: readonly string[] };

/** What is shown of an app among results. */
export type ResultDocument = {
  readonly app_id: string;
  readonly name: string;
  readonly summary: string;
  readonly developer: string;
  readonly categories: readonly string[];
  readonly icon: string;
  /** Name and summary in the languages of the listings. */
  readonly listings: { readonly [locale: string]: { readonly name: string; readonly summary: string } };
};

/** Code points by which words share a shard. A beginning of a word that has so many finds it. */
export const KEY_CHARS = { names: 3, texts: 4 } as const;
const REFERENCE_DIGITS = 8;

/** Path of what is shown of an app. */
export function resultPath(reference: number): string {
  return `${SEARCH_FOLDER}/apps/${reference.toString(16).padStart(REFERENCE_DIGITS, "0")}.json`;
}

/** Path of the shard that has a word and whatever begins with it. */
export function shardPath(family: "names" | "texts", word: string, { bits }: SearchIndex): string {
  return bucketPath(family, bucketOf(firstOf(word, KEY_CHARS[family]), bits[family]));
}

export function bucketPath(family: Family, bucket: number): string {
  return `${SEARCH_FOLDER}/${family}/${bucket}.json`;
}

/** The shard of words with the same beginning. */
export function wordBucket(family: "names" | "texts", word: string, bits: number): number {
  return bucketOf(firstOf(word, KEY_CHARS[family]), bits);
}

/** 32-bit FNV-1a of the UTF-8 bytes, its low bits. */
export function bucketOf(key: string, bits: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 16)) & (2 ** bits - 1);
}

/** The numbers that the differences in a file stand for. */
export function undelta(differences: readonly number[]): readonly number[] {
  let last = 0;
  return differences.map((difference) => (last += difference));
}
