import type { Vector } from "./vectors.ts";
import type { JsonValue } from "../../core/json/value.ts";
import { type SearchedApp, searchFiles } from "../search-kit.ts";

export type WordsVector = Vector<
  { readonly text: string },
  { readonly words: readonly string[]; readonly whole: string }
>;

/** Texts and how search reads them. */
export function wordsVectors(): readonly WordsVector[] {
  const cases: readonly (readonly [why: string, text: string, words: readonly string[], whole: string])[] = [
    ["Case and accents do not count.", "Café ÉCLAIR", ["cafe", "eclair"], "cafeeclair"],
    ["Some letters are written in place of others.", "Straße Łódź", ["strasse", "lodz"], "strasselodz"],
    ["Compatibility forms are folded.", "Ｆｕｌｌ ﬁle", ["full", "file"], "fullfile"],
    ["What nobody sees is left out.", "no\u200Bte\u202Es", ["notes"], "notes"],
    [
      "Scripts without spaces are read by two characters.",
      "天気予報 Pro",
      ["天気", "気予", "予報", "pro"],
      "天気予報pro",
    ],
    ["Arabic letters, points and the article.", "الطَّقْس", ["طقس"], "الطقس"],
    ["Digits are ASCII.", "٢٠٤٨", ["2048"], "2048"],
    ["Signs divide words; a word is there once.", "a.b*a", ["a", "b"], "aba"],
    ["A picture is a word.", "Dice 🎲", ["dice", "🎲"], "dice🎲"],
    ["Nothing is no word.", "?!", [], ""],
  ];
  return cases.map(([why, text, words, whole]) => ({ name: text, why, input: { text }, expected: { words, whole } }));
}

export type QueryVector = Vector<
  {
    /** Every file of search, by path. */
    readonly files: { readonly [path: string]: JsonValue };
    readonly query: string;
    readonly facets: { readonly [facet: string]: string };
  },
  { readonly apps: readonly string[] }
>;

const APPS: readonly SearchedApp[] = [
  {
    id: "com.example.notes",
    name: "Super Notes",
    summary: "Write things down",
    developer: "Ada",
    permissions: ["storage"],
    license: "MIT",
    tags: ["text"],
  },
  {
    id: "com.example.weather",
    name: "Weather",
    summary: "Rain, and notes on it",
    developer: "Bob",
    permissions: ["location", "network"],
    mosis: "1.2.0",
    listings: { de: { name: "Wetter", summary: "Regen" } },
  },
];

/** Queries of one small store and what they find, best first. */
export function queryVectors(): readonly QueryVector[] {
  const [notes, weather] = ["com.example.notes", "com.example.weather"];
  const decoder = new TextDecoder();
  const files = Object.fromEntries(
    [...searchFiles(APPS)].map(([path, bytes]) => [path, JSON.parse(decoder.decode(bytes)) as JsonValue]),
  );
  const cases: readonly (readonly [
    name: string,
    why: string,
    query: string,
    facets: QueryVector["input"]["facets"],
    apps: readonly string[],
  ])[] = [
    ["a name before a text", "Places decide the order.", "notes", {}, [notes, weather]],
    ["two words", "An app has both.", "notes rain", {}, [weather]],
    ["a beginning", "From three characters on.", "wea", {}, [weather]],
    ["too short a beginning", "Two characters find whole words only.", "we", {}, []],
    ["a name in one word", "However it is divided.", "supernotes", {}, [notes]],
    ["another language", "All listings are searched.", "wetter", {}, [weather]],
    ["a wrong letter", "One edit, at the beginning.", "meather", {}, [weather]],
    ["a facet", "Asks for this permission.", "notes", { permission: "storage" }, [notes]],
    ["a version", "Runs on it.", "notes", { mosis: "1.0.0" }, [notes]],
    ["an empty facet", "Names no licence.", "notes", { license: "none" }, [weather]],
  ];
  return cases.map(([name, why, query, facets, apps]) => ({
    name,
    why,
    input: { files, query, facets },
    expected: { apps },
  }));
}
