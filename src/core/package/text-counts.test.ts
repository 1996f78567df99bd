import { expect, test } from "vitest";

import type { PackagePath } from "./package-path.ts";
import { countTexts, type TextCounts } from "./text-counts.ts";
import { utf8 } from "../../testing/builders.ts";

type Texts = Readonly<Record<string, object | string>>;

const en = { "list.title": "Notes", "list.add": "Add", "list.none": "Nothing here" };

test.for<[string, Texts, string | undefined, TextCounts]>([
  ["none where there are none", {}, undefined, { of: 0, locales: {} }],
  [
    "what each language has of the default one's",
    { en, de: { "list.title": "Notizen", "list.add": "Neu" }, es: {} },
    "en",
    { of: 3, locales: { en: 3, de: 2, es: 0 } },
  ],
  [
    "no texts that the default language lacks, are empty, or wait for a translator",
    { en, de: { "list.title": "TODO: Notes", "list.add": " ", "list.none": "Leer", "list.old": "Alt" } },
    "en",
    { of: 3, locales: { en: 3, de: 1 } },
  ],
  [
    "those of all languages where the manifest names none",
    { en, de: { "list.old": "Alt" } },
    undefined,
    { of: 4, locales: { en: 3, de: 1 } },
  ],
  ["nothing of a file that cannot be read", { en, de: "{", "no tag": en }, "en", { of: 3, locales: { en: 3 } }],
])("counted are %s", ([, texts, main, counts]) => {
  const files = Object.entries(texts).map(([tag, content]) => ({
    path: `locales/${tag}.json` as PackagePath,
    data: utf8(typeof content === "string" ? content : JSON.stringify(content)),
  }));
  const others = [{ path: "manifest.json" as PackagePath, data: utf8('{"a.b": "no text"}') }];
  expect(countTexts([...others, ...files], main === undefined ? {} : { default_locale: main })).toEqual(counts);
});
