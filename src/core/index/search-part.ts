import type { SearchPart } from "../search/build-search.ts";
import type { FacetValues, ResultDocument } from "../search/layout.ts";
import { indexedLimits } from "../search/search-limits.ts";
import { readText, unspacedLetters } from "../search/words.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId } from "../ids/ids.ts";
import { type AppDocument, currentVersion, type IndexedVersion } from "./app-document.ts";
import { canonicalize } from "../json/canonical.ts";

/** Reads what is searched of an app. Null where none of its versions can be had: then only its own page speaks of it. */
export function searchPart(document: AppDocument, sha256: Sha256Function): SearchPart | null {
  const current = currentVersion(document.versions);
  if (current?.status !== "available") return null;
  const id = document.app_id;
  const listings = Object.entries(document.listings);
  const shown: ResultDocument = {
    app_id: id,
    name: document.name,
    summary: document.summary,
    developer: document.owner.name,
    categories: document.categories,
    icon: document.icons["64"].path,
    listings: Object.fromEntries(listings.map(([locale, { name, summary }]) => [locale, { name, summary }])),
  };
  return {
    reference: reference(id, sha256),
    result: canonicalize(shown),
    facets: facetsOf(document, current),
    words: wordsOf(document),
  };
}

function reference(app: AppId, sha256: Sha256Function): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(app));
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function facetsOf({ categories, license, listings }: AppDocument, current: IndexedVersion): FacetValues {
  return {
    category: categories,
    permission: current.permissions,
    license: license === undefined ? [] : [license],
    mosis: [current.min_mosis_version],
    language: Object.keys(listings).sort(),
  };
}

function wordsOf({ name, summary, owner, tags, listings }: AppDocument): SearchPart["words"] {
  const all = Object.values(listings);
  const { textChars, descriptionWords } = indexedLimits;
  const read = (text: string) => readText(text, textChars);
  const names = [name, ...all.map((each) => each.name)].map(read);
  const taken = new Set<string>();
  /** Those that no better place has, as one text. */
  const rest = (words: Iterable<string>, most = Number.POSITIVE_INFINITY): string => {
    const own: string[] = [];
    for (const word of words) {
      if (own.length >= most) break;
      if (taken.has(word)) continue;
      taken.add(word);
      own.push(word);
    }
    return own.join(" ");
  };
  const words = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => read(text).words);
  return {
    whole: rest(names.flatMap(({ whole }) => (whole === "" ? [] : [whole]))),
    name: rest(names.flatMap(({ words: own, whole }) => [...own, ...unspacedLetters(whole)])),
    developer: rest(words([owner.name, owner.id])),
    tag: rest(words(tags)),
    summary: rest(words([summary, ...all.map((each) => each.summary)])),
    description: rest(words(all.map(({ description }) => description.join("\n"))), descriptionWords),
  };
}
