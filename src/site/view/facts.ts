import type { TextKey } from "../i18n/messages.ts";
import type { Reader } from "../i18n/reader.ts";
import type { AppDetails } from "../../core/index/api-documents.ts";

/** A plain fact about the app. */
export interface FactView {
  readonly label: string;
  readonly value: string;
  /** Whether the value is a name or number that is the same in every language. */
  readonly isName: boolean;
  /** Where there is more about it. */
  readonly href?: string;
}

/** What is to be known of an app at a glance. */
export function factViews(
  { license, app_id: id, listings, score, translations, latest }: AppDetails,
  reader: Reader,
): readonly FactView[] {
  const { text, day, bytes, routes } = reader;
  const fact = (key: TextKey, value: string, isName = false): FactView => ({ label: text(key), value, isName });
  const updated = day(latest.published_at);
  return [
    fact("fact.version", latest.version, true),
    fact("fact.size", bytes(latest.package.length)),
    ...(updated === "" ? [] : [fact("fact.updated", updated)]),
    fact("fact.needs", text("fact.mosis", { version: latest.min_mosis_version })),
    license === undefined ? fact("fact.licence", text("fact.noLicence")) : fact("fact.licence", license, true),
    fact("fact.languages", languagesOf(listings, translations, reader), true),
    { ...fact("fact.score", text("fact.points", { points: score.points, of: score.of })), href: routes.score(id) },
    fact("fact.id", id, true),
  ];
}

/** The languages of the app, with how much of it is translated where that is not all; those of its listings where that is not known. */
function languagesOf(
  listings: AppDetails["listings"],
  translations: AppDetails["translations"],
  { list, languageName, percent }: Reader,
): string {
  if (translations.length === 0) return list(Object.keys(listings).toSorted().map(languageName));
  return list(
    translations.map(({ locale, texts, of }) =>
      texts >= of ? languageName(locale) : `${languageName(locale)} (${percent(texts / of)})`,
    ),
  );
}
