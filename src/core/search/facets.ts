import { type Facet, FACETS, type FacetValues } from "./layout.ts";
import { compareSemver } from "../ids/semver.ts";

/** Stands for having nothing of a facet: asking for no permission, naming no licence. */
export const NOTHING = "none";

/** What results are to have: one value of a facet, or {@link NOTHING}. For `mosis` the version they are to run on. */
export type FacetChoice = { readonly [facet in Facet]?: string };

/** Values with how many apps have each: most first, then by value; versions rising. */
export type FacetCounts = { readonly [facet in Facet]: readonly (readonly [value: string, apps: number])[] };

/** Whether an app has what was chosen of one facet. */
export function fits(facet: Facet, own: FacetValues, chosen: FacetChoice): boolean {
  const choice = chosen[facet];
  const values = own[facet];
  if (choice === undefined) return true;
  if (choice === NOTHING) return values.length === 0;
  return facet === "mosis" ? values.some((lowest) => compareVersions(lowest, choice) <= 0) : values.includes(choice);
}

/** Counts what is left by each value of a facet, given what is chosen of the others. */
export function countFacets(apps: readonly FacetValues[], chosen: FacetChoice): FacetCounts {
  const counts = FACETS.map((facet) => {
    const others = FACETS.filter((each) => each !== facet);
    const left = apps.filter((own) => others.every((each) => fits(each, own, chosen)));
    const byValue = new Map<string, number>();
    for (const { [facet]: values } of left) {
      for (const value of values.length === 0 ? [NOTHING] : values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
    }
    return [facet, facet === "mosis" ? summedUp([...byValue]) : [...byValue].sort(byCount)];
  });
  return Object.fromEntries(counts) as FacetCounts;
}

type Count = readonly [value: string, apps: number];

function byCount([a, left]: Count, [b, right]: Count): number {
  return right - left || (a < b ? -1 : 1);
}

/** What runs on a version runs on every later one. */
function summedUp(counts: readonly Count[]): readonly Count[] {
  let sum = 0;
  return counts.toSorted(([a], [b]) => compareVersions(a, b)).map(([version, apps]) => [version, (sum += apps)]);
}

/** A choice may come from an address, and be no version. */
function compareVersions(a: string, b: string): number {
  try {
    return compareSemver(a, b);
  } catch {
    return 0;
  }
}
