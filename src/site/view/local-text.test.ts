import { expect, test } from "vitest";

import { localName, pickLocal } from "./local-text.ts";

test("the first wanted language wins, as such or of a region, else the first there is", () => {
  expect(pickLocal({ de: 1, en: 2 }, { wanted: ["en", "de"] })).toEqual({ value: 2, lang: "en" });
  expect(pickLocal({ fr: 1, es: 2, de: 3 }, { wanted: ["en", "de", "es"] })).toEqual({ value: 3, lang: "de" });
  expect(pickLocal({ fr: 1, "en-GB": 2, es: 3 }, { wanted: ["en", "es"] })).toEqual({ value: 2, lang: "en-GB" });
  expect(pickLocal({ pt: 1, fr: 2 }, { wanted: ["en"] })).toEqual({ value: 2, lang: "fr" });
  expect(pickLocal({}, { wanted: ["en"] })).toBeNull();
});

test("a category without a name is called by its id", () => {
  expect(localName("games", {}, { wanted: ["en"] })).toBe("games");
});
