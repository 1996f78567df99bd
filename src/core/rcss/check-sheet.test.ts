import { describe, expect, test } from "vitest";

import { checkSheet, checkStyle } from "./check-sheet.ts";
import { limits } from "../limits.ts";

/** What is said of a sheet: the rule, what is underlined, and what it should be. */
const said = (source: string): readonly string[] =>
  [...checkSheet(source).remarks].map(
    ({ rule, start, end, expected, fix }) =>
      `${rule.slice(5)} ${source.slice(start, end)} -> ${expected ?? fix ?? "?"}`,
  );
const saidOf = (declaration: string): readonly string[] => said(`p { ${declaration}; }`);

describe("says what RmlUi cannot read", () => {
  test.for<[declaration: string, expected: string]>([
    ["backgroud-color: red", "unknown-property backgroud-color -> background-color"],
    ["grid-template: none", "unknown-property grid-template -> ?"],
    ["width: 100", "invalid-value 100 -> 100dp"],
    ["margin: 0 -5 auto", "invalid-value -5 -> -5dp"],
    ["border: 1dp solid red", "invalid-value solid -> [ <length> | <color> ]{1,2}"],
    ["border-radius: 50%", "invalid-value 50% -> [ <length> ]{1,4}"],
    ["padding: 1dp 2dp 3dp 4dp 5dp", "invalid-value 5dp -> [ <length> | <percentage> ]{1,4}"],
    ["opacity: 50%", "invalid-value 50% -> <number>"],
    ["position: sticky", "invalid-value sticky -> static | relative | absolute | fixed"],
    ["overflow: hiden", "invalid-value hiden -> hidden"],
    ["color: pink", "invalid-value pink -> <color>"],
    ["color: sliver", "invalid-value sliver -> silver"],
    ["color: #12345", "invalid-value #12345 -> <color>"],
    ["color: red !important", "invalid-value !important -> <color>"],
    ["color: rgba(0, 0, 0, 0.5)", "invalid-value 0.5 -> 128"],
    ["box-shadow: rgba(0, 0, 0, 1) 0 0 2dp", "invalid-value 1 -> 255"],
    ["color: rgb(0 0 0 / 50%)", "invalid-value rgb(0 0 0 / 50%) -> rgb(255, 255, 255)"],
    ["transition: opacity 200ms", "unknown-unit 200ms -> Write seconds: `0.2s`."],
    ["width: 12dpp", "unknown-unit 12dpp -> 12dp"],
    ["transform: translatex(2dp)", "unknown-function translatex -> translateX"],
    ["filter: blurr(2dp)", "unknown-function blurr -> blur"],
    ["font-effect: shadows(2dp 2dp black)", "unknown-function shadows -> shadow"],
    ["background: url(a.png)", "unknown-function url -> Write the path alone."],
    ["decorator: imge(a.png)", "unknown-decorator imge -> image"],
    ["decorator: vertical-gradient(hwb(1 2 3) red)", "unknown-function hwb -> Use `rgb` or `hsl`."],
    ["decorator: image(a.png), paper", "unknown-decorator paper -> ?"],
  ])("%s", ([declaration, expected]) => {
    expect(saidOf(declaration)).toEqual([expected]);
  });

  test.for<[sheet: string, expected: string[]]>([
    ["@keyframes k { from { opacty: 0 } }", ["unknown-property opacty -> opacity"]],
    ["@font-face { scr: a.ttf }", ["unknown-property scr -> src"]],
    ["@media (widht: 1px) { p { colr: red } }", ["unknown-media widht -> width", "unknown-property colr -> color"]],
    ["@media (hover: hover) {}", ["unknown-media hover -> Leave it out: phones have fingers."]],
    ["@decorator paper : imge {}", ["unknown-decorator imge -> image"]],
    ["p:hovver, :not(a:activ) {}", ["unknown-selector :hovver -> :hover", "unknown-selector :activ -> :active"]],
    ["form:focus-within {}", ["unknown-selector :focus-within -> Use `:focus`, which reaches the elements around."]],
  ])("%s", ([sheet, expected]) => {
    expect(said(sheet)).toEqual(expected);
  });

  test("a query of another kind", () => {
    for (const query of ["screen", "(width >= 3px)", "(width: 1px), (height: 1px)", "(width: 1px) or (height: 1px)"]) {
      expect(said(`@media ${query} {}`)).toEqual([expect.stringContaining(`unknown-media ${query} ->`)]);
    }
  });
});

test.for([
  "margin: 0 auto",
  "Color: RED",
  "--anything: 1ms solid",
  "width: calc(100% - 12dp)",
  "margin: var(--gap) 2",
  "display: inherit",
  "line-height: 1.2",
  "font: bold 12dp LatoLatin",
  "font-family: 3dLetters",
  "cursor: 2ms",
  "flex: 1 1 0",
  "color: #fff8",
  "background-color: rgba(0, 0, 0, 128)",
  "color: rgba(0, 0, 0, 50%)",
  "color: hsla(30, 80%, 50%, 0.5)",
  "decorator: none",
  'decorator: text("Hello (1ms)" blue bottom), image( 4k scale-none center bottom ) border-box',
  "decorator: var(--paper, image(a.png))",
  "animation: 2s cubic-in-out infinite alternate spin",
  "transform: perspective(200dp) rotate3d(0, 1, 0, 45deg)",
  "nav-up: #title",
])("says nothing of %s", (declaration) => {
  expect(saidOf(declaration)).toEqual([]);
});

test("what decorators and sprite sheets declare is theirs to name", () => {
  expect(said("@spritesheet s { src: a.png; icon: 0px 0px 4px 4px } @decorator d : image { image-src: a }")).toEqual(
    [],
  );
});

test("tells the names that a sheet gives a meaning", () => {
  const { own } = checkSheet(
    "card > .x[kind=big]:not(pane) {} @decorator paper : image {} @media (theme: x) { row {} }",
  );
  expect(own.toSorted()).toEqual(["decorator paper", "element card", "element pane", "element row", "name kind"]);
});

test("a `style` attribute is read like the rest", () => {
  const style = "widht: 1dp; height: 2";
  expect([...checkStyle(style).remarks].map(({ start, end }) => style.slice(start, end))).toEqual(["widht", "2"]);
});

test("looks at no more pieces of a value than any has", () => {
  const many = "nothing(".repeat(limits.rcss.pieces * 20);
  expect([...checkSheet(`p { transform: ${many} }`).remarks].length).toBeLessThanOrEqual(limits.rcss.pieces);
});
