import { bytesFormat } from "./format-bytes.ts";
import { type Language, languagesOf } from "./languages.ts";
import type { CountKey, PluralForms, TextKey } from "./messages.ts";
import { type Routes, routesOf } from "../view/routes.ts";
import { localeOf } from "./locale-of.ts";
import type { StoreInfo } from "../view/store-data.ts";

/** Values for the places of a text, by name. */
export interface Values {
  readonly [name: string]: string | number;
}

/** Whoever reads a page: how to say things to them. */
export interface Reader {
  /** BCP 47. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** BCP 47 tag by which days and numbers are written. */
  readonly format: string;
  /** The language with the country where most of its speakers are, as https://ogp.me wants it: `en_US`. */
  readonly locale: string;
  /** Languages in which texts of apps are wanted, the best first. */
  readonly wanted: readonly string[];
  /** Addresses of pages in their language. */
  readonly routes: Routes;
  text(key: TextKey, values?: Values): string;
  /** A number of things. */
  count(key: CountKey, count: number, values?: Values): string;
  /** What `count` says, for a script that counts by itself: `{count}` stands for the number. */
  forms(key: CountKey): PluralForms;
  /** What a permission allows; null for one that the API does not have. */
  sentence(permission: string): string | null;
  /** The day of an RFC 3339 time in UTC, such as `3 November 2026`; empty when there is none. */
  day(time: string): string;
  /** In decimal units with at most one decimal, such as `1.3 MB`. */
  bytes(bytes: number): string;
  number(value: number): string;
  /** A month such as `2026-11`, written out. */
  month(month: string): string;
  /** Seconds in the largest unit of which there is at least one, such as `3 hours`. */
  duration(seconds: number): string;
  /** Things one after another, as in `a, b and c`. */
  list(items: readonly string[]): string;
  /** What a language is called, by its BCP 47 tag. */
  languageName(tag: string): string;
  /** @param share from 0 to 1 */
  percent(share: number): string;
}

/** Seconds, largest first. */
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;
const SECOND = ["second", 1] as const;

/** The languages of a store's pages, each with the first segment of its addresses: none for the store's own language. */
export function pageLanguages({
  languages,
}: Pick<StoreInfo, "languages">): readonly (readonly [segment: string | undefined, Language])[] {
  return languagesOf(languages).map((language, at) => [at === 0 ? undefined : language.tag, language]);
}

/** @param segment first segment of the address; undefined for the store's own language */
export function readerOf(segment: string | undefined, info: Pick<StoreInfo, "languages">): Reader {
  const found = pageLanguages(info).find(([each]) => each === segment);
  if (found === undefined) throw new RangeError(`no language ${segment} in the store`);
  const [, { tag, dir, format, messages, sentences }] = found;
  const plurals = new Intl.PluralRules(format);
  const days = new Intl.DateTimeFormat(format, { dateStyle: "long", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(format, { year: "numeric", month: "long", timeZone: "UTC" });
  const numbers = new Intl.NumberFormat(format);
  const lists = new Intl.ListFormat(format, { type: "conjunction" });
  const languages = new Intl.DisplayNames(format, { type: "language" });
  const percents = new Intl.NumberFormat(format, { style: "percent", maximumFractionDigits: 1 });
  const day = remembering((date) => days.format(new Date(`${date}T00:00:00Z`)));
  const languageName = remembering((each) => languages.of(each) ?? each);
  return {
    lang: tag,
    dir,
    format,
    locale: localeOf(tag),
    wanted: [...new Set([tag, ...info.languages, "en"])],
    routes: routesOf(segment),
    text: (key, values = {}) => fill(messages[key], values),
    count(key, count, values = {}) {
      const forms = messages[key];
      return fill(forms[plurals.select(count)] ?? forms.other, { count: numbers.format(count), ...values });
    },
    forms: (key) => messages[key],
    sentence: (permission) => (Object.hasOwn(sentences, permission) ? (sentences[permission] ?? null) : null),
    day: (time) => (/^\d{4}-\d\d-\d\d/.test(time) ? day(time.slice(0, 10)) : ""),
    bytes: bytesFormat(format),
    number: (value) => numbers.format(value),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    duration(seconds) {
      const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? SECOND;
      const style = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 } as const;
      return new Intl.NumberFormat(format, style).format(seconds / size);
    },
    list: (items) => lists.format(items),
    languageName,
    percent: (share) => percents.format(share),
  };
}

/** Answers to the same few questions, which thousands of pages ask. */
function remembering(answer: (question: string) => string): (question: string) => string {
  const known = new Map<string, string>();
  return (question) => {
    const found = known.get(question) ?? answer(question);
    known.set(question, found);
    return found;
  };
}

function fill(text: string, values: Values): string {
  if (!text.includes("{")) return text;
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
