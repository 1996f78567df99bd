import type { Messages } from "./messages.ts";
import { ar } from "./messages/ar/index.ts";
import arSentences from "./messages/ar/sentences.json" with { type: "json" };
import { de } from "./messages/de/index.ts";
import deSentences from "./messages/de/sentences.json" with { type: "json" };
import { en } from "./messages/en/index.ts";
import { es } from "./messages/es/index.ts";
import esSentences from "./messages/es/sentences.json" with { type: "json" };
import { pseudo, pseudoMessages } from "./pseudo-locale.ts";
import { permissions } from "../../core/sdk/permissions.ts";

/** A language that the pages can speak. */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** What its speakers call it. */
  readonly name: string;
  readonly dir: "ltr" | "rtl";
  /** BCP 47 tag by which days and numbers are written. */
  readonly format: string;
  readonly messages: Messages;
  /** What a permission allows, by its id. */
  readonly sentences: { readonly [permission: string]: string };
}

const enSentences = Object.fromEntries(permissions.map(({ id, sentence }) => [id, sentence]));

export const english: Language = {
  tag: "en",
  name: "English",
  dir: "ltr",
  format: "en-GB",
  messages: en,
  sentences: enSentences,
};

const ALL: readonly Language[] = [
  english,
  { tag: "es", name: "Español", dir: "ltr", format: "es", messages: es, sentences: esSentences },
  { tag: "de", name: "Deutsch", dir: "ltr", format: "de", messages: de, sentences: deSentences },
  // With the digits that versions and sizes have everywhere else on the page.
  { tag: "ar", name: "العربية", dir: "rtl", format: "ar-u-nu-latn", messages: ar, sentences: arSentences },
  {
    tag: "en-XA",
    name: pseudo("Pseudo"),
    dir: "ltr",
    format: "en-GB",
    messages: pseudoMessages(en),
    sentences: Object.fromEntries(Object.entries(enSentences).map(([id, sentence]) => [id, pseudo(sentence)])),
  },
];

/** The languages of a store that its pages can speak, in the store's order; English where there is none. */
export function languagesOf(tags: readonly string[]): readonly [Language, ...Language[]] {
  const [first, ...others] = tags.flatMap((tag) => ALL.find((each) => each.tag === tag) ?? []);
  return first === undefined ? [english] : [first, ...others];
}
