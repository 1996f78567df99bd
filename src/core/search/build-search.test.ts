import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { buildSearch, type SearchPart } from "./build-search.ts";
import { limits } from "../limits.ts";
import { searchPart } from "../index/search-part.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { equalBytes } from "../bytes.ts";
import { editDistance } from "../findings/edit-distance.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonValue } from "../json/value.ts";
import {
  anyText,
  ask,
  type SearchedApp,
  searchedDocument,
  searchedPart,
  searchFiles,
} from "../../testing/search-kit.ts";
import { seededRandom } from "../../testing/synthetic-ids.ts";

const random = seededRandom(4);
const words = Array.from({ length: 400 }, () =>
  Array.from({ length: 4 + random() * 6 }, () => "abcdefghijklmnopqrstuvwxyz"[Math.floor(random() * 26)]).join(""),
);
const some = (count: number): string =>
  Array.from({ length: count }, () => words[Math.floor(random() ** 2 * words.length)]).join(" ");
const apps = Array.from({ length: 300 }, (_, at): SearchedApp => ({
  id: `com.example.app-${at}`,
  name: some(2),
  summary: some(6),
  description: [some(20), some(20)],
  developer: some(2),
  categories: [at % 2 === 0 ? "tools" : "games"],
  listings: at % 5 === 0 ? { ja: { name: "天気予報" } } : {},
}));
const files = searchFiles(apps);
type Files = ReadonlyMap<string, Uint8Array>;

const changed = (before: Files, after: Files): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    return a === undefined || b === undefined || !equalBytes(a, b);
  });

describe("files of search", () => {
  test("are canonical", () => {
    for (const bytes of files.values()) {
      const value = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
      expect(new TextDecoder().decode(bytes)).toBe(new TextDecoder().decode(canonicalize(value)));
    }
  });

  test("do not change when nothing does", () => {
    expect(changed(files, searchFiles(apps))).toEqual([]);
  });

  test("change where the words of a changed app are, and nowhere else", () => {
    const other = apps.map((each, at) => (at === 150 ? { ...each, summary: "Something rather different" } : each));
    const paths = changed(files, searchFiles(other));
    expect(paths.filter((path) => path.includes("/apps/"))).toHaveLength(1);
    expect(paths.filter((path) => path.includes("/names/") || path.includes("/spellings/"))).toEqual([]);
    // Six words less and three more.
    expect(paths.filter((path) => path.includes("/texts/")).length).toBeLessThanOrEqual(9);
  });

  test("change where the words of a new app are, and nowhere else", () => {
    const added = { id: "com.example.new", name: "Brand New", summary: "It is new" };
    const paths = changed(files, searchFiles([...apps, added]));
    expect(paths.filter((path) => path.includes("/apps/"))).toHaveLength(1);
    expect(paths.length).toBeLessThanOrEqual(25);
    expect(paths).toContain("v1/search/index.json");
  });

  test("are there whatever is asked", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { loaded } = await ask(files, text);
        expect(loaded.length).toBeGreaterThan(0);
      }),
    );
  });

  test("find every app by its name", async () => {
    for (const { id, name } of apps) {
      expect((await ask(files, { text: name, count: apps.length })).ids).toContain(id);
    }
  });
});

test("apps with one reference are told apart", async () => {
  const parts = ["one", "two", "three"].map((name): SearchPart => ({
    ...searchedPart({ id: `com.example.${name}`, name: `Map ${name}` }),
    reference: 2 ** 32 - 1,
  }));
  const built = buildSearch(parts, { categories: [] });
  expect((await ask(built, "map")).ids.toSorted()).toEqual(["com.example.one", "com.example.three", "com.example.two"]);
  expect((await ask(built, "map two")).ids).toEqual(["com.example.two"]);
});

test("a description of any length brings so many words", () => {
  const description = [Array.from({ length: 5000 }, (_, at) => `word${at}`).join(" ")];
  const part = searchedPart({ id: "com.example.long", name: "Long", description });
  expect(part.words.description.split(" ")).toHaveLength(limits.search.descriptionWords);
});

/** One edit at any place; a letter of the word itself or `z`. */
function edited(word: string): string {
  const letters = Array.from(word);
  const at = Math.floor(random() * letters.length);
  const letter = random() < 0.5 ? "z" : (letters[Math.floor(random() * letters.length)] ?? "z");
  const swapped = [letters[at + 1] ?? "", letters[at] ?? ""];
  const edits = [
    () => letters.toSpliced(at, 1),
    () => letters.toSpliced(at, 0, letter),
    () => letters.toSpliced(at, 1, letter),
    () => letters.toSpliced(at, 2, ...swapped),
  ];
  return edits[Math.floor(random() * edits.length)]?.().join("") ?? word;
}

test.each([1, 2] as const)("a word of a name is found with %i edits anywhere", async (edits) => {
  let found = 0;
  for (let run = 0; run < 400; run += 1) {
    const { id, name } = apps[Math.floor(random() * apps.length)] ?? { id: "", name: "" };
    const word = name.split(" ")[0] ?? "";
    const text = edits === 1 ? edited(word) : edited(edited(word));
    if (Math.min(text.length, word.length) < (edits === 1 ? 4 : 8) || editDistance(word, text, edits) > edits) continue;
    const { ids, corrections, total } = await ask(files, { text, count: apps.length });
    // Other words may be nearer, or the very one that was typed.
    const [correction] = corrections;
    if (correction === undefined ? total > 0 : correction.edits < edits) continue;
    expect([word, text, ...ids]).toContain(id);
    found += 1;
  }
  expect(found).toBeGreaterThan(100);
});

test("an app that cannot be had is not found", () => {
  const document = searchedDocument({ id: "com.example.gone", name: "Gone" });
  const versions = document.versions.map((version) => ({ ...version, status: "suspended" as const }));
  expect(searchPart({ ...document, versions }, nodeCrypto.sha256)).toBeNull();
});
