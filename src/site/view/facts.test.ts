import { expect, test } from "vitest";

import { factViews } from "./facts.ts";
import { anAppData, anIndexedVersion, aReader } from "../../testing/store-data.ts";

const listing = { name: "App", summary: "", description: [], screenshots: [] };
const factsOf = (change: Parameters<typeof anAppData>[1], lang = "en") =>
  new Map(
    factViews(anAppData([anIndexedVersion(1)], change).document, aReader(lang)).map((fact) => [fact.label, fact]),
  );

test("languages tell how much of the app is translated, where that is not all", () => {
  const translations = [
    { locale: "de", texts: 47, of: 50 },
    { locale: "en", texts: 50, of: 50 },
  ];
  expect(factsOf({ translations }).get("Languages")?.value).toBe("German (94%) and English");
  expect(factsOf({ translations }, "de").get("Sprachen")?.value).toBe("Deutsch (94\u00A0%) und Englisch");
});

test("where the package says nothing of languages, those of the store page count", () => {
  expect(factsOf({ translations: [], listings: { es: listing, en: listing } }).get("Languages")?.value).toBe(
    "English and Spanish",
  );
});

test("the score leads to what it is made of", () => {
  expect(factsOf({ score: { points: 71, of: 100, checks: [] } }).get("Quality")).toEqual({
    label: "Quality",
    value: "71 of 100",
    isName: false,
    href: "/apps/org.example.app/score/",
  });
});

test("an app without a licence says so", () => {
  expect(factsOf({}).get("Licence")?.value).toBe("Not stated");
});
