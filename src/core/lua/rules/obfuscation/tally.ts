import { type Feature, type FeatureId, FEATURES } from "./features.ts";
import type { LuaRange } from "../../syntax/ast.ts";

/** What a file has of a feature. */
export interface Tallied {
  readonly feature: Feature;
  readonly amount: number;
  readonly points: number;
  /** Where it begins. */
  readonly at: LuaRange;
}

/** Counts the features of one file. */
export class Tally {
  readonly #amounts = new Map<FeatureId, { amount: number; at: LuaRange }>();

  add(id: FeatureId, amount: number, at: LuaRange): void {
    const known = this.#amounts.get(id);
    if (known === undefined) this.#amounts.set(id, { amount, at });
    else {
      known.amount += amount;
      if (at.start < known.at.start) known.at = at;
    }
  }

  /** Features with points, those with most first. */
  result(): readonly Tallied[] {
    return [...this.#amounts]
      .map(([id, { amount, at }]) => {
        const feature: Feature = FEATURES[id];
        const points = amount < feature.from ? 0 : feature.weight * Math.min(1, amount / feature.full);
        return { feature, amount, points, at };
      })
      .filter(({ points }) => points > 0)
      .toSorted((a, b) => b.points - a.points || a.at.start - b.at.start);
  }
}
