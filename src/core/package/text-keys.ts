import type { Locale } from "./locales.ts";
import { type CodeReport, isRead, type Named } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { appendPointer, isJsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** Keys reported of one language. */
const NAMED_KEYS = 5;

/** Whether the default language has the texts that documents and scripts show, and no others. */
export function textKeyFindings(
  locales: readonly Locale[],
  { default_locale: main }: Pick<Manifest, "default_locale">,
  reports: readonly CodeReport[],
): readonly Finding[] {
  const locale = locales.find(({ tag }) => tag === main);
  const texts = locale?.document.value;
  if (locale === undefined || !isJsonObject(texts)) return [];
  const keys = new Set(Object.keys(texts));
  return [...unknownKeys(keys, reports), ...(reports.every(isRead) ? unusedKeys(keys, locale, reports) : [])];
}

function unknownKeys(keys: ReadonlySet<string>, reports: readonly CodeReport[]): readonly Finding[] {
  const unknown = reports.flatMap(shownBy).filter(({ name }) => !keys.has(name));
  return unknown.slice(0, limits.code.findings).map(({ name, file, range }) => {
    const suggestion = nearest(name, [...keys]);
    const message = `The default language has no text ${echo(name)}.`;
    const hint = suggestion === null ? {} : { expected: suggestion };
    return finding("locale/unknown-key", { file, range, message, ...hint });
  });
}

function unusedKeys(
  keys: ReadonlySet<string>,
  { document }: Locale,
  reports: readonly CodeReport[],
): readonly Finding[] {
  const shown = new Set(reports.flatMap(shownBy).map(({ name }) => name));
  const isAnyShown = reports.some(({ calls }) => calls.some(({ name, isCertain }) => name === "app.t" && !isCertain));
  const strings = new Set(isAnyShown ? reports.flatMap((report) => [...report.strings]) : []);
  const unused = [...keys].filter((key) => !shown.has(key) && !isPutTogether(key, strings));
  return unused.slice(0, NAMED_KEYS).map((key) => {
    const pointer = appendPointer("", key);
    const message = `Nothing in the app shows the text ${echo(key)}.`;
    return finding("locale/unused-key", { file: document.file, pointer, range: document.locate(pointer), message });
  });
}

/** Keys that a file is certain to ask for at times. */
function shownBy({ texts, calls }: CodeReport): readonly Named[] {
  const asked = calls.flatMap(({ name, values, file, range }) =>
    name === "app.t" ? values.map((value) => ({ name: value, file, range })) : [],
  );
  return [...texts, ...asked];
}

/** Whether a key stands somewhere as a string, or its beginning up to a `.`, `_` or `-`. */
function isPutTogether(key: string, strings: ReadonlySet<string>): boolean {
  if (strings.has(key)) return true;
  return [...key.matchAll(/[._-]/g)].some(({ index }) => strings.has(key.slice(0, index + 1)));
}
