import type { Correction } from "./correct.ts";
import { countFacets, type FacetChoice, type FacetCounts, fits } from "./facets.ts";
import { gather, type Gathered } from "./gather.ts";
import { FACETS, type FacetValues, type ResultDocument, resultPath, SEARCH_INDEX, type SearchIndex } from "./layout.ts";
import { readQuery } from "./read-query.ts";
import { queryLimits } from "./search-limits.ts";
import { facetsAt } from "./shard.ts";

/** Loads a file of the store by its path, such as `v1/search/index.json`, and parses it. Whoever calls may remember files. */
export type FetchFile = (path: string) => Promise<unknown>;

export interface SearchQuery {
  /** What was typed. Only its first `limits.search.queryChars` characters are read. */
  readonly text: string;
  readonly facets?: FacetChoice;
  /** Results whose documents are loaded; `limits.search.results` where left out. */
  readonly count?: number;
}

export interface SearchResults {
  /** Best first. */
  readonly results: readonly ResultDocument[];
  /** All that fit, of which `results` are some. */
  readonly total: number;
  /** Of each facet how many apps each value leaves, whatever is chosen of it now. */
  readonly counts: FacetCounts;
  /** Words that no name has, and what was looked for as well. */
  readonly corrections: readonly Correction[];
}

/**
 * Finds apps. Each word of the query must be in an app, as it is or as the beginning of a word (docs/spec/search.md). Results with as many
 * points are in the order of their references.
 *
 * @throws whatever `fetchFile` does
 */
export async function search(query: SearchQuery, fetchFile: FetchFile): Promise<SearchResults> {
  const { text, facets: chosen = {}, count = queryLimits.results } = query;
  const { words, whole } = await readQuery(text);
  const index = (await fetchFile(SEARCH_INDEX)) as SearchIndex;
  const gathered = await gather(words.slice(0, queryLimits.queryWords), whole, index, fetchFile);
  const found = rank(gathered).flatMap((reference): readonly (readonly [number, FacetValues])[] => {
    const row = gathered.rows.get(reference);
    return row === undefined ? [] : [[reference, facetsAt(row, index.mosis)]];
  });
  const fitting = found.filter(([, own]) => FACETS.every((facet) => fits(facet, own, chosen)));
  const shown = fitting.slice(0, count).map(([reference]) => fetchFile(resultPath(reference)));
  return {
    results: (await Promise.all(shown)) as readonly ResultDocument[],
    total: fitting.length,
    counts: countFacets(
      found.map(([, own]) => own),
      chosen,
    ),
    corrections: gathered.matches.flatMap(({ correction }) => correction ?? []),
  };
}

/** References of the apps that have every word, or the query as their name; best first. */
function rank({ matches, wholes }: Gathered): readonly number[] {
  const points = new Map<number, number>();
  for (const { points: some } of matches) {
    for (const reference of some.keys()) {
      if (!matches.every((each) => each.isCut || each.points.has(reference))) continue;
      points.set(
        reference,
        matches.reduce((sum, each) => sum + (each.points.get(reference) ?? 0), 0),
      );
    }
  }
  for (const [reference, more] of wholes) points.set(reference, (points.get(reference) ?? 0) + more);
  return [...points].sort(([a, left], [b, right]) => right - left || a - b).map(([reference]) => reference);
}
