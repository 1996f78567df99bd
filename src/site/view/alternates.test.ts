import { expect, test } from "vitest";

import { alternatesOf } from "./alternates.ts";

const info = { languages: ["en", "ar", "tlh"] };

test("a page is offered in every language that the store has and the pages speak", () => {
  const arabic = { lang: "ar", name: "العربية", href: "/ar/apps/org.example.app/", isCurrent: false };
  const english = { lang: "en", name: "English", href: "/apps/org.example.app/", isCurrent: true };
  expect(alternatesOf("/apps/org.example.app/", undefined, info)).toEqual([english, arabic]);
  expect(alternatesOf("/ar/apps/org.example.app/", "ar", info)).toEqual([
    { ...english, isCurrent: false },
    { ...arabic, isCurrent: true },
  ]);
  expect(alternatesOf("/ar/", "ar", info).map(({ href }) => href)).toEqual(["/", "/ar/"]);
});

test("the first language of a store has no segment, whichever it is", () => {
  expect(alternatesOf("/apps/", undefined, { languages: ["de", "en"] }).map(({ lang, href }) => [lang, href])).toEqual([
    ["de", "/apps/"],
    ["en", "/en/apps/"],
  ]);
});
