import type { LocalText } from "./store-data.ts";

/** A value in the language of the page, or in the nearest thing to it. */
export interface Localized<Value> {
  readonly value: Value;
  /** BCP 47. */
  readonly lang: string;
}

/** The language the pages are written in. */
export const PAGE_LANGUAGE = "en";

/** The value for English readers: English, else the store's languages in order, else the first; null when there is none. */
export function pickLocal<Value>(
  values: { readonly [locale: string]: Value },
  languages: readonly string[],
): Localized<Value> | null {
  const locales = Object.keys(values).toSorted();
  const wanted = [PAGE_LANGUAGE, ...languages];
  const exact = wanted.find((locale) => locales.includes(locale));
  const near = wanted.flatMap((locale) => locales.filter((each) => each.startsWith(`${locale}-`)))[0];
  const lang = exact ?? near ?? locales[0];
  const value = lang === undefined ? undefined : values[lang];
  return lang === undefined || value === undefined ? null : { value, lang };
}

/** The name of a category; its id when it has no name. */
export function localName(id: string, name: LocalText, languages: readonly string[]): string {
  return pickLocal(name, languages)?.value ?? id;
}
