import { editDistance } from "./edit-distance.ts";

/** The known word that was likely meant: one typing mistake away from a short word, at most two from a longer one; or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const limit = word.length < 5 ? 1 : 2;
  const distances = known.map((each) => [editDistance(each.toLowerCase(), word.toLowerCase(), limit), each] as const);
  const [best] = distances.filter(([distance]) => distance <= limit).toSorted(([a], [b]) => a - b);
  return best?.[1] ?? null;
}
