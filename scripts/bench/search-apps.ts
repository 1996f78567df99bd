import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { SearchedApp } from "../../src/testing/search-kit.ts";
import { seededRandom } from "../../src/testing/synthetic-ids.ts";

const ROOT = join(import.meta.dirname, "../..");
const CATEGORIES = [
  "tools",
  "games",
  "education",
  "media",
  "productivity",
  "social",
  "travel",
  "health",
  "finance",
  "news",
];
const PERMISSIONS = ["storage", "network", "camera", "location", "contacts", "microphone", "notifications", "sensors"];
const LICENSES = ["MIT", "GPL-3.0-or-later", "Apache-2.0", "MPL-2.0", "BSD-3-Clause", "LicenseRef-Proprietary"];
const MOSIS = ["1.0.0", "1.1.0", "1.2.0", "2.0.0"];
const APPS_A_DEVELOPER = 4;
/** Shares of one text in another language, and of words that no other app has, in percent. */
const TRANSLATED = 20;
const COINED = 3;

/** Makes texts of apps as people write them: the words of our docs as often as they are there, and coined ones besides. */
export function searchApps(count: number): readonly SearchedApp[] {
  const random = seededRandom(6);
  const under = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(from: readonly T[]): T => from[under(from.length)] as T;
  const text = docsWords();
  const vocabulary = [...new Set(text)].sort();
  const nouns = vocabulary.filter((word) => word.length > 3);
  const coined = (): string => pick(nouns).slice(0, 2 + under(3)) + pick(nouns).slice(-3 - under(2));
  const word = (): string => (under(100) < COINED ? coined() : pick(text));
  const sentence = (words: number): string => Array.from({ length: words }, word).join(" ");
  const some = <T>(from: readonly T[], most: number): readonly T[] => [
    ...new Set(Array.from({ length: under(most + 1) }, () => from[Math.floor(random() ** 2 * from.length)] as T)),
  ];
  const title = (): string =>
    [under(2) === 0 ? coined() : pick(nouns), ...(under(3) === 0 ? [] : [pick(nouns)])].map(capital).join(" ");
  const developers = Array.from(
    { length: Math.ceil(count / APPS_A_DEVELOPER) },
    () => `${capital(coined())} ${capital(coined())}`,
  );
  const texts = () => ({
    name: title(),
    summary: capital(sentence(5 + under(6))),
    description: Array.from({ length: 2 + under(4) }, () => capital(sentence(12 + under(24)))),
  });
  return Array.from({ length: count }, (_, at): SearchedApp => {
    return {
      ...texts(),
      id: `com.example.app${at}`,
      developer: developers[Math.floor(at / APPS_A_DEVELOPER)] ?? "",
      categories: [pick(CATEGORIES)],
      tags: some(nouns, 3),
      license: pick(LICENSES),
      permissions: some(PERMISSIONS, 4).toSorted(),
      mosis: pick(MOSIS),
      listings: under(100) < TRANSLATED ? { de: texts() } : {},
    };
  });
}

/** Every word of our docs, as often as it is there. */
function docsWords(): readonly string[] {
  const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  return pages.sort().flatMap(
    (path) =>
      readFileSync(join(ROOT, "docs", path), "utf8")
        .toLowerCase()
        .match(/\b[a-z]{2,}\b/g) ?? [],
  );
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
