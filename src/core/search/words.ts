import { foldText } from "./fold-text.ts";
import { cut, type ReadText } from "./read-query.ts";

const RUN = /[\p{L}\p{N}\p{M}]+|\p{Emoji_Presentation}/gu;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+)/u;
/** The Arabic article, before a word that is long enough to have one. */
const ARTICLE = /^ال(?=.{3})/u;

/**
 * Reads words of a text. Where a script has no spaces, a word is each two characters that follow each other, or one that stands alone.
 *
 * @param maxChars characters that are read
 */
export function readText(text: string, maxChars: number): ReadText {
  const folded = foldText(text.slice(0, maxChars));
  const runs = folded.match(RUN) ?? [];
  const words = UNSPACED.test(folded) ? runs.flatMap(wordsOf) : runs.map(spacedWord);
  return { words: [...new Set(words)], whole: cut(runs.join("")) };
}

function spacedWord(word: string): string {
  return cut(word.replace(ARTICLE, ""));
}

function wordsOf(run: string): readonly string[] {
  // Odd pieces are those that the expression captures.
  return run.split(UNSPACED).flatMap((piece, at) => {
    if (piece === "") return [];
    if (at % 2 === 0) return [spacedWord(piece)];
    const letters = Array.from(piece);
    return letters.length === 1 ? letters : letters.slice(1).map((letter, before) => (letters[before] ?? "") + letter);
  });
}

/** The characters of a text whose scripts have no spaces, one by one: how names of two characters are found by one. */
export function unspacedLetters(whole: string): readonly string[] {
  return whole.split(UNSPACED).flatMap((piece, at) => (at % 2 === 0 ? [] : Array.from(piece)));
}
