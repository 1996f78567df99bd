import { type Locale, readLocale } from "./locales.ts";
import type { PackageFile } from "./package-document.ts";
import { isJsonObject } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** How far an app's own texts are translated. A type, not an interface: it is kept as JSON. */
export type TextCounts = {
  /** How many texts there are: those of the default language; where the manifest names none, all that any language has. */
  readonly of: number;
  /** How many of them each language has, by tag. */
  readonly locales: { readonly [tag: string]: number };
};

/** What a text begins with that somebody still has to write or translate, as `mosis validate --fix` adds it. */
export const TO_DO = "TODO: ";

/** Counts the texts below `locales/`. Empty ones and those that wait for a translator are none; a file that cannot be read has none. */
export function countTexts(
  files: readonly PackageFile[],
  { default_locale: main }: Pick<Manifest, "default_locale">,
): TextCounts {
  const locales = files.flatMap((file) => readLocale(file)?.locale ?? []);
  const keys = new Map(locales.map((locale) => [locale.tag, translatedKeys(locale)]));
  const wanted =
    (main === undefined ? undefined : keys.get(main)) ?? new Set([...keys.values()].flatMap((own) => [...own]));
  return {
    of: wanted.size,
    locales: Object.fromEntries([...keys].map(([tag, own]) => [tag, [...wanted].filter((key) => own.has(key)).length])),
  };
}

function translatedKeys({ document: { value } }: Locale): ReadonlySet<string> {
  const texts = isJsonObject(value) ? Object.entries(value) : [];
  const isDone = (text: unknown): boolean => typeof text === "string" && text.trim() !== "" && !text.startsWith(TO_DO);
  return new Set(texts.filter(([, text]) => isDone(text)).map(([key]) => key));
}
