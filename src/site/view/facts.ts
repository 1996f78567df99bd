import type { AppData } from "./store-data.ts";
import type { TextKey } from "../i18n/messages.ts";
import type { Reader } from "../i18n/reader.ts";

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
  { document: { license, app_id: id, listings }, current }: AppData,
  reader: Reader,
): readonly FactView[] {
  const { text, day, bytes, list, languageName } = reader;
  const fact = (key: TextKey, value: string, isName = false): FactView => ({ label: text(key), value, isName });
  const updated = day(current.published_at);
  return [
    fact("fact.version", current.version, true),
    fact("fact.size", bytes(current.package.length)),
    ...(updated === "" ? [] : [fact("fact.updated", updated)]),
    fact("fact.needs", text("fact.mosis", { version: current.manifest.min_mosis_version })),
    license === undefined ? fact("fact.licence", text("fact.noLicence")) : fact("fact.licence", license, true),
    fact("fact.languages", list(Object.keys(listings).toSorted().map(languageName)), true),
    fact("fact.id", id, true),
  ];
}
