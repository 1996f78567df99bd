import { expect, test } from "vitest";

import { localName, pickLocal } from "./local-text.ts";

test("English wins, then English of a region, then the store's languages in order, then the first", () => {
  expect(pickLocal({ de: 1, en: 2 }, ["de"])).toEqual({ value: 2, lang: "en" });
  expect(pickLocal({ fr: 1, es: 2, de: 3 }, ["de", "es"])).toEqual({ value: 3, lang: "de" });
  expect(pickLocal({ fr: 1, "en-GB": 2 }, ["es"])).toEqual({ value: 2, lang: "en-GB" });
  expect(pickLocal({ pt: 1, fr: 2 }, ["de"])).toEqual({ value: 2, lang: "fr" });
  expect(pickLocal({}, ["de"])).toBeNull();
});

test("a category without a name is called by its id", () => {
  expect(localName("games", {}, ["en"])).toBe("games");
});
