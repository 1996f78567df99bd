import fc from "fast-check";
import { expect, test } from "vitest";

import { foldText } from "./fold-text.ts";
import { limits } from "../limits.ts";
import { readQuery } from "./read-query.ts";
import { readText } from "./words.ts";
import { anyText } from "../../testing/search-kit.ts";

const words = (text: string): readonly string[] => readText(text, 10_000).words;

test.for<[string, string, readonly string[]]>([
  ["case and accents", "Café ÉCLAIR Ångström", ["cafe", "eclair", "angstrom"]],
  ["letters that are no accents", "Straße Łódź Søren", ["strasse", "lodz", "soren"]],
  ["compatibility forms", "Ｆｕｌｌ ｗｉｄｔｈ ﬁle ²", ["full", "width", "file", "2"]],
  ["Greek and its last sigma", "Σίσυφος ΣΊΣΥΦΟΣ", ["σισυφοσ"]],
  ["Turkish", "İstanbul Ilgaz ılgaz", ["istanbul", "ilgaz"]],
  ["Cyrillic", "Погода ёлка", ["погода", "елка"]],
  ["Hangul, which stays together", "날씨 앱", ["날씨", "앱"]],
  ["Arabic letters, points and article", "الطَّقْس أخبار إلى مدرســة", ["طقس", "اخبار", "الي", "مدرسه"]],
  ["Arabic digits", "٢٠٤٨ ۲۰۴۸", ["2048"]],
  ["scripts without spaces", "天気予報 天", ["天気", "気予", "予報", "天"]],
  ["Thai", "แผน", ["แผ", "ผน"]],
  ["scripts that meet", "3D地図Pro", ["3d", "地図", "pro"]],
  ["signs", "a.b*c [d] (e|f)+ \\d ^g$", ["a", "b", "c", "d", "e", "f", "g"]],
  ["pictures", "Dice 🎲", ["dice", "🎲"]],
  ["what nobody sees", "no\u200Bte\u202Es \u2066map\u2069 \uFEFF", ["notes", "map"]],
  ["nothing", " \u200B\u202E !?", []],
])("reads %s", ([, text, expected]) => {
  expect(words(text)).toEqual(expected);
});

test("a text is one word too, without what divides it", () => {
  expect(readText("Super-Notes: 天気!", 100).whole).toBe("supernotes天気");
  expect(readText("!", 100).whole).toBe("");
});

test("a word counts up to a length, and a text", () => {
  const most = limits.search.wordChars;
  expect(words("a".repeat(most + 5))).toEqual(["a".repeat(most)]);
  expect(words("𝔸🎲".repeat(most)).every((word) => word.isWellFormed())).toBe(true);
  expect(readText("one two three", 7).words).toEqual(["one", "two"]);
});

test("folding what is folded changes nothing", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const folded = foldText(text);
      expect(foldText(folded)).toBe(folded);
    }),
  );
});

test("a query in ASCII is read as any text is", async () => {
  const ascii = fc.array(fc.nat({ max: 0x7f })).map((units) => String.fromCharCode(...units));
  await fc.assert(
    fc.asyncProperty(ascii, async (text) => {
      expect(await readQuery(text)).toEqual(readText(text, limits.search.queryChars));
    }),
  );
});
