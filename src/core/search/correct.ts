import { bucketOf, bucketPath, type SearchIndex, type Spellings } from "./layout.ts";
import { searchLimits } from "./search-limits.ts";
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
 */
export async function correct(word: string, { bits }: SearchIndex, fetchFile: FetchFile): Promise<Correction | null> {
  const letters = Array.from(word);
  const allowed = editsOf(letters.length);
  const known = new Set<string>();
  for (const edits of [1, 2] as const) {
    if (edits > allowed) return null;
    const keys = keysToTry(word, edits);
    const paths = new Set(keys.map((key) => bucketPath("spellings", bucketOf(key, bits.spellings))));
    const files = (await Promise.all([...paths].map(fetchFile))) as readonly Spellings[];
    for (const each of files.flatMap(({ words }) => words)) known.add(each);
    const meant = [...known].filter((each) => {
      const other = Array.from(each);
      return editsOf(other.length) >= edits && editDistance(letters, other, edits) === edits;
    });
    if (meant.length > 0) return { word, edits, meant: meant.sort().slice(0, searchLimits.corrections) };
  }
  return null;
}

function editsOf(chars: number): number {
  return Number(chars >= searchLimits.oneEditChars) + Number(chars >= searchLimits.twoEditsChars);
}
