import { type AppDocument, currentVersion, type IndexedVersion } from "./app-document.ts";
import type { AppFeed, FeedVersion } from "../feeds/app-feed.ts";
import { limits } from "../limits.ts";
import type { RegistryConfig } from "../registry/documents.ts";
import { pickLocale } from "../text/pick-locale.ts";

/** What an app gives to the feeds of its store. */
export function appFeed(document: AppDocument, { languages }: Pick<RegistryConfig, "languages">): AppFeed {
  const { app_id: app, name, summary, owner, categories, icons, versions } = document;
  const times = versions.map(({ published_at: at }) => at).toSorted();
  const available = versions.filter(({ status }) => status === "available");
  const shown = available.slice(0, limits.feed.entries).map((each) => feedVersion(each, languages));
  const current = currentVersion(available);
  return {
    app,
    name,
    summary,
    developer: owner,
    categories,
    icon: icons["128"].path,
    since: times[0] ?? "",
    updated: times.at(-1) ?? "",
    versions: shown,
    current: current === undefined ? null : feedVersion(current, languages),
  };
}

function feedVersion(
  { version, version_code: code, track, published_at: published, package: file, notes }: IndexedVersion,
  languages: readonly string[],
): FeedVersion {
  const lang = pickLocale(
    Object.keys(notes).filter((each) => (notes[each] ?? []).some((line) => line.trim() !== "")),
    languages,
  );
  return {
    version,
    code,
    track,
    published,
    file,
    notes: lang === null ? null : { lang, lines: notes[lang] ?? [] },
  };
}
