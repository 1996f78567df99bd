import { describe, expect, test } from "vitest";

import { english, languagesOf } from "./languages.ts";
import type { PluralForms } from "./messages.ts";
import { permissions } from "../../core/sdk/permissions.ts";

const languages = languagesOf(["en", "es", "de", "ar", "en-XA"]);

describe.each(languages)("$tag", ({ format, messages, sentences }) => {
  const entries = Object.entries<string | PluralForms>(messages);

  test("says everything that English says, with the same places for values", () => {
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(english.messages).toSorted());
    const places = (text: string | PluralForms): readonly string[] =>
      [...(typeof text === "string" ? text : text.other).matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();
    const wrong = entries.filter(([key, text]) => {
      return String(places(text)) !== String(places(english.messages[key as keyof typeof messages]));
    });
    expect(wrong).toEqual([]);
  });

  test("has a form for every number", () => {
    const { pluralCategories } = new Intl.PluralRules(format).resolvedOptions();
    const forms = entries.flatMap(([key, text]) => (typeof text === "string" ? [] : [[key, text] as const]));
    expect(forms.length).toBeGreaterThan(0);
    for (const [key, text] of forms)
      expect([key, ...Object.keys(text).toSorted()]).toEqual([key, ...pluralCategories.toSorted()]);
  });

  test("leaves nothing empty", () => {
    const texts = entries.flatMap(([, text]) => (typeof text === "string" ? [text] : Object.values(text)));
    expect(texts.filter((text) => text.trim() !== text || text === "")).toEqual([]);
  });

  test("says what every permission allows", () => {
    expect(Object.keys(sentences).toSorted()).toEqual(permissions.map(({ id }) => id).toSorted());
  });
});

test("languages that the pages do not speak are left out, and there is always one", () => {
  expect(languagesOf(["tlh", "de"]).map(({ tag }) => tag)).toEqual(["de"]);
  expect(languagesOf([]).map(({ tag }) => tag)).toEqual(["en"]);
});
