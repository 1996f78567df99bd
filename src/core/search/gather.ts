import type { Correction } from "./correct.ts";
import { KEY_CHARS, type SearchIndex, type Shard, shardPath } from "./layout.ts";
import { WHOLE_POINTS, WORD_POINTS } from "./points.ts";
import type { FetchFile } from "./search.ts";
import { findIn, isCut, type Points, type PointsOf, type Row } from "./shard.ts";

/** Apps that have one word of a query. */
export interface Matches {
  readonly points: Points;
  /** More apps have the word than are told: any other may, so none is refused for not having it. */
  readonly isCut: boolean;
  /** Where no name, developer, tag or category has the word: what it was corrected to. */
  readonly correction: Correction | null;
}

/** What shards say of a query. */
export interface Gathered {
  readonly matches: readonly Matches[];
  /** Apps whose name is the query or begins with it, however it is divided into words. */
  readonly wholes: Points;
  /** Where the facets of each app found stand. */
  readonly rows: ReadonlyMap<number, Row>;
}

/** Loads the shards of a query and finds the apps of each of its words. */
export async function gather(
  words: readonly string[],
  whole: string,
  index: SearchIndex,
  fetchFile: FetchFile,
): Promise<Gathered> {
  const rows = new Map<number, Row>();
  const load = (family: "names" | "texts", word: string) => fetchFile(shardPath(family, word, index)) as Promise<Shard>;
  const findNames = async (word: string, pointsOf: PointsOf, found: Points): Promise<Shard> => {
    const shard = await load("names", word);
    findIn(shard, pointsOf, found, rows);
    return shard;
  };

  const wholes: Points = new Map();
  const loadsWhole = findNames(whole, worth("names", whole, WHOLE_POINTS), wholes);

  const matchesOf = async (word: string): Promise<Matches> => {
    const points: Points = new Map();
    const loadsTexts = load("texts", word);
    const names = await findNames(word, worth("names", word, WORD_POINTS.names), points);
    await loadsWhole;
    const isKnown = points.size > 0 || wholes.size > 0;
    const take = (meant: string, own: readonly number[]) =>
      findNames(meant, (each) => (each === meant ? own : null), points);
    // Loaded apart: most queries have nothing to correct, and a page loads what it needs.
    const correction = isKnown
      ? null
      : await import("./correct.ts").then((all) => all.correct(word, index, fetchFile, take));
    const texts = await loadsTexts;
    findIn(texts, worth("texts", word, WORD_POINTS.texts), points, rows);
    return { points, isCut: isCut(names, word) || isCut(texts, word), correction };
  };
  const matches = await Promise.all(words.map(matchesOf));
  await loadsWhole;
  return { matches, wholes, rows };
}

/** Points of a word that is looked for, and of those that begin with it if it is long enough for that. */
function worth(
  family: "names" | "texts",
  word: string,
  [as, begins]: readonly [readonly number[], readonly number[]],
): PointsOf {
  const isLong = Array.from(word).length >= KEY_CHARS[family];
  return (each) => (each === word ? as : isLong && each.startsWith(word) ? begins : null);
}
