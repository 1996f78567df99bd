import { localName, pickLocal } from "./local-text.ts";
import type { AppSummary, StoreData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

/** An app as it appears in lists. */
export interface AppCardView {
  readonly href: string;
  readonly icon: string;
  readonly name: string;
  readonly summary: string;
  /** BCP 47, of the summary; null where nobody says. */
  readonly lang: string | null;
  /** Name of its first category; null when it has none. */
  readonly category: string | null;
}

/** Makes cards of the apps of a store. */
export function cardMaker({ categories }: StoreData, reader: Reader): (app: AppSummary) => AppCardView {
  const nameOf = (wanted: string): string | null => {
    const found = categories.find(({ id }) => id === wanted);
    return found === undefined ? null : localName(found.id, found.name, reader);
  };
  return ({ app_id: id, name, summary, summaries, categories: [first], icon }) => {
    const local = pickLocal(summaries, reader);
    return {
      href: reader.routes.app(id),
      icon: reader.routes.file(icon),
      name,
      summary: local?.value ?? summary,
      lang: local?.lang ?? null,
      category: first === undefined ? null : nameOf(first),
    };
  };
}

/** The apps that can be had, by the time of their newest version, newest first. */
export const byNewest = sortedOnce((app) => app.updated_at);

/** The apps that can be had, by the time they first came out, newest first. */
export const byFirst = sortedOnce((app) => app.published_at);

/** Several pages, each in several languages, ask for the apps of one store in the same order. */
function sortedOnce(timeOf: (app: AppSummary) => string): (apps: StoreData["apps"]) => readonly AppSummary[] {
  const known = new WeakMap<StoreData["apps"], readonly AppSummary[]>();
  return (apps) => {
    const sorted =
      known.get(apps) ??
      apps
        .filter(({ isOffered }) => isOffered)
        .sort((a, b) => compare(timeOf(b), timeOf(a)) || compare(a.app_id, b.app_id));
    known.set(apps, sorted);
    return sorted;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
