import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { parseDeclarations, parseRcss } from "./parse-rcss.ts";
import { unknownIn, unknownProperties } from "./unknown-properties.ts";

const found = (source: string): readonly string[] =>
  unknownProperties(parseRcss(source).statements).map(({ property, suggestion }) => `${property.text}: ${suggestion}`);

test("names what may have been meant", () => {
  expect(found("p { backgroud-color: red; grid-template: none; Color: red; --anything: 1 }")).toEqual([
    "backgroud-color: background-color",
    "grid-template: null",
  ]);
});

test("looks into every block whose properties are known", () => {
  expect(
    found("@media (a) { p { widht: 1dp } } @keyframes k { from { opacty: 0 } } @font-face { scr: a.ttf }"),
  ).toEqual(["widht: width", "opacty: opacity", "scr: src"]);
  expect(found("@spritesheet s { src: a.png; icon: 0px } @decorator d: image { image-src: a }")).toEqual([]);
  expect(unknownIn(parseDeclarations("widht: 1dp; height: 2dp"))).toMatchObject([{ suggestion: "width" }]);
});

test.runIf(process.env["MOSIS_CORPUS"])("knows every property that the style sheets of RmlUi use", () => {
  const folder = join(process.env["MOSIS_CORPUS"] ?? "", "rml");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rcss"));
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) expect(found(readFileSync(join(folder, name), "utf8"))).toEqual([]);
});
