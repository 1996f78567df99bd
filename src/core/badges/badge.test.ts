import { parseXml, XmlElement } from "@rgrove/parse-xml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { appBadges, type BadgeApp, storeBadges } from "./app-badges.ts";
import { badgeSvg } from "./badge.ts";
import { ATTACK } from "../../testing/site-fixture-apps.ts";

/** Half surrogate pairs and control characters among it. */
const ANYTHING = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
const NOTES: BadgeApp = {
  id: "com.example.notes",
  name: "Notes",
  license: "MIT",
  version: "1.2.0",
  status: "available",
  score: { points: 80, of: 100 },
};
/** Elements that draw, and nothing that runs or loads. */
const DRAWN = new Set(["svg", "title", "rect", "path", "g", "circle", "text"]);
// oxlint-disable-next-line no-control-regex -- they are what it is about
const UNSEEN = /[\u0000-\u001F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

describe("the badges of an app", () => {
  test("say what the store has of it", () => {
    expect(namesOf(NOTES)).toEqual([
      ["badges/com.example.notes.svg", "Mosis Store: Notes 1.2.0"],
      ["badges/com.example.notes/version.svg", "version: 1.2.0"],
      ["badges/com.example.notes/score.svg", "score: 80 of 100"],
      ["badges/com.example.notes/license.svg", "licence: MIT"],
    ]);
  });

  test("say when it cannot be had, and when its licence is not known", () => {
    const names = namesOf({ ...NOTES, status: "suspended", license: null }).map(([, name]) => name);
    expect(names).toEqual([
      "Mosis Store: Notes suspended",
      "version: suspended",
      "score: 80 of 100",
      "licence: not stated",
    ]);
    expect(namesOf({ ...NOTES, status: "yanked" })[1]?.[1]).toBe("version: withdrawn");
  });
});

test("the store has a badge in light and one in dark", () => {
  expect(storeBadges("Mosis Store").map(([path, svg]) => [path, nameOf(svg)])).toEqual([
    ["badges/get-it-on-mosis-light.svg", "Get it on Mosis Store"],
    ["badges/get-it-on-mosis-dark.svg", "Get it on Mosis Store"],
  ]);
});

test("whatever the texts, a badge is a picture with a name that loads and runs nothing", () => {
  fc.assert(
    fc.property(ANYTHING, (text) => {
      for (const svg of svgsOf(`${ATTACK}${text}`)) {
        const all = elements(svg);
        expect(all.filter(({ name }) => !DRAWN.has(name))).toEqual([]);
        const attributes = all.flatMap((each) => Object.keys(each.attributes));
        expect(attributes.filter((name) => /^on|href|style/.test(name))).toEqual([]);
        expect(all[0]?.attributes).toMatchObject({ role: "img", "aria-label": nameOf(svg) });
        expect(nameOf(svg)).not.toMatch(UNSEEN);
      }
    }),
    { numRuns: 50 },
  );
});

test("whatever the texts, each has its place within the badge", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      for (const svg of svgsOf(text)) {
        const [root, ...rest] = elements(svg);
        const width = Number(root?.attributes["width"]);
        const places = rest.filter(({ name }) => name === "text").map(placeOf);
        expect(width).toBeLessThan(560);
        expect(places.filter(({ start, end }) => start < 20 || end > width - 5)).toEqual([]);
      }
    }),
  );
  const [label, value] = elements(badgeSvg({ label: "a", value: "b", tone: "good" }))
    .filter(({ name }) => name === "text")
    .map(placeOf);
  expect(label?.end).toBeLessThan(value?.start ?? 0);
});

test("a long text ends with an ellipsis, and its width fits what it says", () => {
  const [, value] = elements(badgeSvg({ label: "x", value: "W".repeat(99), tone: "note" })).filter(
    ({ name }) => name === "text",
  );
  expect(value?.text).toMatch(/^W{19}…$/);
});

function svgsOf(text: string): readonly string[] {
  const app = { ...NOTES, name: text, license: text, version: text };
  return [...appBadges(app, text), ...storeBadges(text)].map(([, svg]) => svg);
}

function namesOf(app: BadgeApp): readonly (readonly [path: string, name: string])[] {
  return appBadges(app, "Mosis Store").map(([path, svg]) => [path, nameOf(svg)]);
}

function nameOf(svg: string): string {
  return elements(svg).find(({ name }) => name === "title")?.text ?? "";
}

function placeOf({ attributes }: XmlElement): { readonly start: number; readonly end: number } {
  const [middle, length] = [Number(attributes["x"]), Number(attributes["textLength"])];
  return { start: middle - length / 2, end: middle + length / 2 };
}

function elements(svg: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const visit = (element: XmlElement): void => {
    found.push(element);
    for (const child of element.children) if (child instanceof XmlElement) visit(child);
  };
  const { root } = parseXml(svg);
  if (root !== null) visit(root);
  return found;
}
