import type { DiffReader } from "./version-diff.ts";

/** What the script says things with. */
export interface CompareWords {
  /** BCP 47, for numbers. */
  readonly format: string;
  readonly texts: { readonly [key: string]: string };
  /** By permission. */
  readonly sentences: { readonly [permission: string]: string };
}

/** A reader made of words: what a browser has. */
export function wordsReader({ format, texts, sentences }: CompareWords, bytes: (bytes: number) => string): DiffReader {
  const numbers = new Intl.NumberFormat(format);
  return {
    text: (key, values = {}) =>
      (texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)),
    sentence: (permission) => sentences[permission] ?? null,
    number: (value) => numbers.format(value),
    bytes,
  };
}
