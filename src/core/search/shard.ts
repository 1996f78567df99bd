import { FACETS, type FacetValues, type Shard, undelta } from "./layout.ts";

/** Where the facets of an app stand that was found. */
export type Row = readonly [shard: Shard, position: number];

/** Apps found: points by reference, each with its best. */
export type Points = Map<number, number>;

/** The points that a word of a shard is worth by its place; null for one that is not looked for. */
export type PointsOf = (word: string) => readonly number[] | null;

/** Looks for words in a shard: adds the apps that have them to `found`, and where their facets stand to `rows`. */
export function findIn(shard: Shard, pointsOf: PointsOf, found: Points, rows: Map<number, Row>): void {
  const apps = undelta(shard.apps);
  for (const [at, word] of shard.words.entries()) {
    const points = pointsOf(word);
    if (points === null) continue;
    for (const [place, positions] of (shard.found[at] ?? []).entries()) {
      const worth = points[place];
      if (worth === undefined) continue;
      for (const position of undelta(positions)) {
        const reference = apps[position] ?? 0;
        rows.set(reference, [shard, position]);
        found.set(reference, Math.max(found.get(reference) ?? 0, worth));
      }
    }
  }
}

/** Whether a word is in more apps than its shard tells. */
export function isCut({ words, cut }: Shard, word: string): boolean {
  return cut.some((at) => words[at] === word);
}

/** What an app is to the facets; of `mosis`, the versions of `SearchIndex`, all that it runs on. */
export function facetsAt([{ facets }, position]: Row, mosis: readonly string[]): FacetValues {
  const values = FACETS.map((facet) => {
    const { values: sets, of } = facets[facet];
    const set = sets[of[position] ?? 0] ?? [];
    return [facet, facet === "mosis" ? mosis.slice(mosis.indexOf(set[0] ?? "")) : set];
  });
  return Object.fromEntries(values) as FacetValues;
}
