/**
 * By what words of names are kept among the spellings: their first code points, their last ones, and two within long words. One edit leaves
 * the beginning or the end, two leave either or what is between. Of short words the last code point has to do.
 */
const SPELLING = { begin: 2, end: 2, shortChars: 4, longChars: 8, withinAt: 3, within: 2 } as const;

/** By what a word of a name is kept among the spellings. */
export function spellingKeys(word: string): readonly string[] {
  const { begin, end, shortChars, longChars, withinAt } = SPELLING;
  const letters = Array.from(word);
  return [
    letters.slice(0, begin).join(""),
    letters.slice(letters.length > shortChars ? -end : -1).join(""),
    ...(letters.length >= longChars ? [within(letters, withinAt)] : []),
  ];
}

/** By what the words are kept that could be meant by one so many edits away. */
export function keysToTry(word: string, edits: 1 | 2): readonly string[] {
  const { begin, end, shortChars, withinAt } = SPELLING;
  const letters = Array.from(word);
  return [
    letters.slice(0, begin).join(""),
    letters.slice(-end).join(""),
    ...(letters.length - edits <= shortChars ? [letters.slice(-1).join("")] : []),
    ...(edits > 1 ? [-1, 0, 1].map((shift) => within(letters, withinAt + shift)) : []),
  ];
}

function within(letters: readonly string[], at: number): string {
  return letters.slice(at, at + SPELLING.within).join("");
}
