import { bucketOf, bucketPath, type SearchIndex, type Spellings } from "./layout.ts";
import { CORRECTED_POINTS } from "./points.ts";
import { correctionLimits } from "./search-limits.ts";
import type { FetchFile } from "./search.ts";
import { keysToTry } from "./spelling-keys.ts";
import { editDistance } from "../findings/edit-distance.ts";

/** A word that no name has, and those of names that it could stand for. */
export interface Correction {
  readonly word: string;
  /** All of them so many edits away, which is the fewest there are. */
  readonly edits: 1 | 2;
  /** Sorted, at most `limits.search.corrections`. */
  readonly meant: readonly string[];
}

/**
 * Finds words of names that differ from one by an edit, or by two where both are long: a letter more, less, another, or two that changed
 * places.
 *
 * @param take is given each, with the points that it is worth by its place
 */
export async function correct(
  word: string,
  { bits }: SearchIndex,
  fetchFile: FetchFile,
  take: (meant: string, points: readonly number[]) => Promise<unknown>,
): Promise<Correction | null> {
  const letters = Array.from(word);
  const allowed = editsOf(letters.length);
  const known = new Set<string>();
  for (const edits of [1, 2] as const) {
    if (edits > allowed) return null;
    const keys = keysToTry(word, edits);
    const paths = new Set(keys.map((key) => bucketPath("spellings", bucketOf(key, bits.spellings))));
    const files = (await Promise.all([...paths].map(fetchFile))) as readonly Spellings[];
    for (const each of files.flatMap(({ words }) => words)) known.add(each);
    const near = [...known].filter((each) => {
      const other = Array.from(each);
      return editsOf(other.length) >= edits && editDistance(letters, other, edits) === edits;
    });
    if (near.length === 0) continue;
    const meant = near.sort().slice(0, correctionLimits.corrections);
    await Promise.all(meant.map((each) => take(each, CORRECTED_POINTS[edits])));
    return { word, edits, meant };
  }
  return null;
}

function editsOf(chars: number): number {
  return Number(chars >= correctionLimits.oneEditChars) + Number(chars >= correctionLimits.twoEditsChars);
}
