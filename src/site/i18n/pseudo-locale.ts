import type { Messages, PluralForms } from "./messages.ts";

/** Around every text of the pseudo-locale: what is outside of them on a page was forgotten. */
export const PSEUDO_MARKS = ["⟦", "⟧"] as const;

const ACCENTS: { readonly [letter: string]: string } = {
  a: "à",
  c: "ç",
  e: "é",
  i: "î",
  n: "ñ",
  o: "ö",
  u: "û",
  y: "ý",
  A: "À",
  C: "Ç",
  E: "É",
  I: "Î",
  N: "Ñ",
  O: "Ö",
  U: "Û",
};

/** English as a language that nobody speaks (`en-XA`): readable, a third longer, and in marks. Placeholders stay. */
export function pseudo(text: string): string {
  const accented = text
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith("{") ? part : part.replaceAll(/[a-z]/gi, (letter) => ACCENTS[letter] ?? letter)))
    .join("");
  return `${PSEUDO_MARKS[0]}${accented}${"~".repeat(Math.ceil(text.length / 3))}${PSEUDO_MARKS[1]}`;
}

/** All messages in the pseudo-locale. */
export function pseudoMessages(messages: Messages): Messages {
  const entries = Object.entries(messages).map(([key, value]: [string, string | PluralForms]) => [
    key,
    typeof value === "string"
      ? pseudo(value)
      : Object.fromEntries(Object.entries(value).map(([category, text]) => [category, pseudo(text)])),
  ]);
  return Object.fromEntries(entries) as Messages;
}
