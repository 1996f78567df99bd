import { expect, test } from "vitest";

import { listingTexts } from "./listing-texts.ts";
import { aManifest } from "../../testing/builders.ts";

const files = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([name, text]) => [name, new TextEncoder().encode(text)]));
const manifest = aManifest();

test("the manifest speaks for itself where a project has no store texts", () => {
  const own = manifest.with({ summary: "Notes.", description: ["A", "B"], default_locale: "de" }).value();
  expect(listingTexts(new Map(), own).texts).toEqual([
    { locale: "de", name: "Notes", summary: "Notes.", description: ["A", "B"], alt: [] },
  ]);
  expect(listingTexts(new Map(), manifest.value())).toMatchObject({ texts: [], problems: [{ file: "manifest.json" }] });
});

test("every text that cannot be used is named, and then none is", () => {
  const { texts, problems } = listingTexts(
    files({
      "en.json": '{"name":"N","summary":"S"}',
      "fr.json": "{",
      "es.json": "[]",
      "de.json": '{"summary":"S"}',
      "it.json": '{"name":"N"}',
      "pt.json": '{"name":"N","summary":"S","description":"one"}',
      "nl.json": '{"name":"N","summary":"S","alt":[1]}',
      "notes!.json": "{}",
    }),
    manifest.value(),
  );
  expect(texts).toEqual([]);
  expect(problems.map(({ file }) => file)).toEqual(
    ["fr", "es", "de", "it", "pt", "nl", "notes!"].map((name) => `store/${name}.json`),
  );
});
