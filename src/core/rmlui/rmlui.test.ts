import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { rmlui } from "./rmlui.ts";
import { checkCode, isCode } from "../code/check-code.ts";
import { RmluiCoverage } from "../../testing/rmlui-coverage.ts";

const APPS = join(import.meta.dirname, "../../system-apps");
const CORPUS = join(process.env["MOSIS_CORPUS"] ?? "", "rml");

const filesOf = (root: string): readonly (readonly [path: string, text: string])[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => isCode(path) && !path.endsWith(".lua"))
    .map((path) => [path, readFileSync(join(root, path), "utf8")]);

function coverage(root: string): ReturnType<RmluiCoverage["report"]> {
  const met = new RmluiCoverage();
  for (const [path, text] of filesOf(root)) {
    if (path.endsWith(".rcss")) met.sheet(text);
    else met.document(text);
  }
  return met.report();
}

test("says what to do instead of all that does nothing", () => {
  for (const features of Object.values(rmlui)) {
    for (const [name, { device, note }] of Object.entries(features)) {
      if (device !== "yes") expect(note, name).toMatch(/^[A-Z`].*[.:]$/);
    }
  }
});

test("has every name that the first-party apps use", () => {
  const unknown = Object.entries(coverage(APPS)).map(([kind, names]) => [kind, names.unknown]);
  expect(Object.fromEntries(unknown.filter(([, names]) => names?.length !== 0))).toEqual({});
});

test.runIf(process.env["MOSIS_CORPUS"])("has every name that RmlUi's own samples use, but what these made up", () => {
  const report = coverage(CORPUS);
  const unknown = Object.entries(report).map(([kind, names]) => [kind, names.unknown]);
  expect(Object.fromEntries(unknown.filter(([, names]) => names?.length !== 0))).toEqual({
    element: ["expand", "icon", "spacer"],
  });
  const known = Object.entries(report).map(([kind, names]) => [kind, names.known.length]);
  expect(Object.fromEntries(known)).toMatchInlineSnapshot(`
    {
      "at-rule": 3,
      "attribute": 3,
      "binding": 10,
      "colour": 0,
      "decorator": 9,
      "element": 45,
      "event": 2,
      "filter": 10,
      "font effect": 3,
      "function": 2,
      "media feature": 1,
      "property": 73,
      "property of @font-face": 0,
      "pseudo-class": 8,
      "transform": 10,
      "unit": 6,
    }
  `);
});

test.runIf(process.env["MOSIS_CORPUS"])("nothing of RmlUi's own samples is taken for a mistake", () => {
  const found = filesOf(CORPUS).flatMap(([path, text]) => {
    const { findings, doubts } = checkCode(path, text);
    return [...findings, ...doubts.map((doubt) => doubt.finding)].map(({ rule }) => rule);
  });
  // What samples may do and apps may not: handlers for the C++ of the samples, markup that is bound.
  expect([...new Set(found)].toSorted()).toEqual(["rml/handler", "rml/markup"]);
});
