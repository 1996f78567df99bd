import { queryLimits } from "./search-limits.ts";

/** A text as search reads it. */
export interface ReadText {
  /** Its words, each once, in their order. */
  readonly words: readonly string[];
  /** All of it as one word, as if there were nothing but letters and digits; empty where there are none. */
  readonly whole: string;
}

const ASCII = /^[\0-\x7f]*$/;

/** Reads a query as texts are read. What it takes to read more than ASCII is loaded with the first query that has more. */
export async function readQuery(text: string): Promise<ReadText> {
  const read = text.slice(0, queryLimits.queryChars);
  if (!ASCII.test(read)) return import("./words.ts").then((all) => all.readText(read, queryLimits.queryChars));
  const words = read.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return { words: [...new Set(words.map(cut))], whole: cut(words.join("")) };
}

/** A word as far as it counts. */
export function cut(word: string): string {
  return firstOf(word, queryLimits.wordChars);
}

/** The first code points of a word. */
export function firstOf(word: string, count: number): string {
  return Array.from(word).slice(0, count).join("");
}
