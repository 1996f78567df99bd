import type { LocalText } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

/** A value in the language of the page, or in the nearest thing to it. */
export interface Localized<Value> {
  readonly value: Value;
  /** BCP 47. */
  readonly lang: string;
}

/** The value in the first language that is wanted and there, as such or of a region; else the first; null when there is none. */
export function pickLocal<Value>(
  values: { readonly [locale: string]: Value },
  { wanted }: Pick<Reader, "wanted">,
): Localized<Value> | null {
  const locales = Object.keys(values).toSorted();
  const lang =
    wanted
      .map((tag) => locales.find((each) => each === tag) ?? locales.find((each) => each.startsWith(`${tag}-`)))
      .find((found) => found !== undefined) ?? locales[0];
  const value = lang === undefined ? undefined : values[lang];
  return lang === undefined || value === undefined ? null : { value, lang };
}

/** The name of a category; its id when it has no name. */
export function localName(id: string, name: LocalText, reader: Pick<Reader, "wanted">): string {
  return pickLocal(name, reader)?.value ?? id;
}
