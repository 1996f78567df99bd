import { type Facet, FACETS, type FacetValues } from "./layout.ts";

/** Stands for having nothing of a facet: asking for no permission, naming no licence. */
export const NOTHING = "none";

/** What results are to have: one value of a facet, or {@link NOTHING}. For `mosis` a version that they run on, one of those that `v1/search/index.json` lists. */
export type FacetChoice = { readonly [facet in Facet]?: string | undefined };

/** Values with how many apps have each: most first, then by value. Of `mosis` all there are, rising, with how many run on each. */
export type FacetCounts = { readonly [facet in Facet]: readonly (readonly [value: string, apps: number])[] };

/** Whether an app has what was chosen of one facet. `mosis`: all lowest versions that apps have, rising. */
export function fits(facet: Facet, own: FacetValues, chosen: FacetChoice, mosis: readonly string[]): boolean {
  const choice = chosen[facet];
  const values = own[facet];
  if (choice === undefined) return true;
  if (choice === NOTHING) return values.length === 0;
  if (facet !== "mosis") return values.includes(choice);
  return values.some((lowest) => mosis.indexOf(lowest) <= mosis.indexOf(choice));
}

/** Counts what is left by each value of a facet, given what is chosen of the others. */
export function countFacets(apps: readonly FacetValues[], chosen: FacetChoice, mosis: readonly string[]): FacetCounts {
  const counts = FACETS.map((facet) => {
    const others = { ...chosen, [facet]: undefined };
    const left = apps.filter((own) => FACETS.every((each) => fits(each, own, others, mosis)));
    if (facet === "mosis") {
      // What runs on a version runs on every later one.
      const on = (version: string) => left.filter((own) => fits(facet, own, { mosis: version }, mosis)).length;
      return [facet, mosis.map((version) => [version, on(version)])];
    }
    const byValue = new Map<string, number>();
    for (const { [facet]: values } of left) {
      for (const value of values.length === 0 ? [NOTHING] : values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
    }
    return [facet, [...byValue].sort(([a, few], [b, many]) => many - few || (a < b ? -1 : 1))];
  });
  return Object.fromEntries(counts) as FacetCounts;
}
