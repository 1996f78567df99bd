import { type Facet, FACETS, type FacetValues } from "./layout.ts";

/** Stands for having nothing of a facet: asking for no permission, naming no licence. */
export const NOTHING = "none";

/** What results are to have: one value of a facet, or {@link NOTHING}. For `mosis` a version that they run on, of those in `SearchIndex`. */
export type FacetChoice = { readonly [facet in Facet]?: string | undefined };

/** Values with how many apps have each, most first, then by value. For `mosis` how many run on each version. */
export type FacetCounts = { readonly [facet in Facet]: readonly (readonly [value: string, apps: number])[] };

/** Whether an app has what was chosen of one facet. */
export function fits(facet: Facet, own: FacetValues, chosen: FacetChoice): boolean {
  const choice = chosen[facet];
  const values = own[facet];
  return choice === undefined || (choice === NOTHING ? values.length === 0 : values.includes(choice));
}

/** Counts what is left by each value of a facet, given what is chosen of the others. */
export function countFacets(apps: readonly FacetValues[], chosen: FacetChoice): FacetCounts {
  const counts = FACETS.map((facet) => {
    const others = FACETS.filter((each) => each !== facet);
    const byValue = new Map<string, number>();
    for (const own of apps) {
      if (!others.every((each) => fits(each, own, chosen))) continue;
      const values = own[facet].length === 0 ? [NOTHING] : own[facet];
      for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
    }
    return [facet, [...byValue].sort(([a, few], [b, many]) => many - few || (a < b ? -1 : 1))];
  });
  return Object.fromEntries(counts) as FacetCounts;
}
