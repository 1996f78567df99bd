import type { FacetCounts } from "../../core/search/facets.ts";
import type { Facet } from "../../core/search/layout.ts";

/** Says behind each value of a facet how many apps it leaves, and hides those that leave none. */
export function showCounts(filter: HTMLSelectElement, counts: FacetCounts): void {
  const left = new Map(counts[filter.name as Facet]);
  for (const [value] of left) addOption(filter, value);
  for (const option of filter.options) {
    const count = left.get(option.value) ?? 0;
    if (option.value === "") continue;
    option.label = `${option.text} (${count})`;
    option.hidden = !count && !option.selected;
  }
}

/** Adds a value that names itself, unless it is there. */
export function addOption(filter: HTMLSelectElement, value: string): void {
  if (![...filter.options].some((option) => option.value === value)) filter.add(new Option(value, value));
}
