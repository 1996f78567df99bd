import { describe, expect, test } from "vitest";

import { readerOf } from "./reader.ts";
import { aReader } from "../../testing/store-data.ts";

const BYTES: readonly (readonly [bytes: number, text: string])[] = [
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [1449, "1.4 kB"],
  [48_213, "48 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [52_428_800, "52 MB"],
];

test.each(BYTES)("%i bytes are %s", (bytes, text) => {
  expect(aReader().bytes(bytes)).toBe(text);
});

test("days are written out, and a missing time is no day", () => {
  expect(aReader().day("2026-11-03T23:59:59Z")).toBe("3 November 2026");
  expect(aReader("de").day("2026-11-03T00:00:00Z")).toBe("3. November 2026");
  expect(aReader("ar").day("2026-11-03T00:00:00Z")).toBe("3 نوفمبر 2026");
  expect(aReader().day("")).toBe("");
});

describe("numbers of things", () => {
  test("have the forms of their language", () => {
    expect([0, 1, 2].map((count) => aReader().count("lists.apps", count))).toEqual(["0 apps", "1 app", "2 apps"]);
    const arabic = [0, 1, 2, 3, 11, 100].map((count) => aReader("ar").count("lists.apps", count));
    expect(arabic).toEqual(["لا تطبيقات", "تطبيق واحد", "تطبيقان", "3 تطبيقات", "11 تطبيقًا", "100 تطبيق"]);
  });

  test("are grouped as their readers are used to", () => {
    expect([aReader().count("lists.apps", 50_000), aReader("de").count("lists.apps", 50_000)]).toEqual([
      "50,000 apps",
      "50.000 Apps",
    ]);
  });
});

test("values are put in as they are, even where they look like places", () => {
  expect(aReader().text("versions.title", { app: "{app} $& <b>" })).toBe("Versions of {app} $& <b>");
});

test("texts of apps are wanted in the page's language, then in the store's, then in English", () => {
  expect(readerOf("ar", { languages: ["de", "ar"] }).wanted).toEqual(["ar", "de", "en"]);
});

test("a permission that the API does not have has no sentence, whatever it is called", () => {
  expect([aReader().sentence("camera"), aReader().sentence("constructor")]).toEqual([
    "Take pictures and record video",
    null,
  ]);
});

test("a language that the store does not have is a mistake of ours", () => {
  expect(() => readerOf("es", { languages: ["en"] })).toThrow(RangeError);
});

test("durations are told in the largest unit of which there is at least one", () => {
  const seconds = [0, 59, 60, 3_599, 3_600, 86_399, 86_400, 10 * 86_400];
  expect(seconds.map((each) => aReader().duration(each))).toEqual([
    "0 seconds",
    "59 seconds",
    "1 minute",
    "60 minutes",
    "1 hour",
    "24 hours",
    "1 day",
    "10 days",
  ]);
  expect(aReader("ar").duration(2 * 86_400)).toBe("يومان");
});

test("a page tells its language with a country, as programs that share it want", () => {
  expect(["en", "de", "ar"].map((lang) => aReader(lang).locale)).toEqual(["en_US", "de_DE", "ar_EG"]);
});
