import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseDeclarations, parseRcss } from "./parse-rcss.ts";
import type { RcssBlock, RcssStatement } from "./rcss-tree.ts";
import type { RcssSelector } from "./selectors.ts";
import { limits } from "../limits.ts";
import { parseRml } from "../rml/parse-rml.ts";
import type { RmlNode } from "../rml/rml-tree.ts";
import { runs } from "../../testing/runs.ts";

/** A style sheet as text of another form, so that a test can be read. */
function outline(statements: readonly RcssStatement[]): string {
  return statements.map(outlineOf).join(" ");
}

function outlineOf(statement: RcssStatement): string {
  switch (statement.kind) {
    case "rule":
      return `${statement.selectors.map(selector).join(",")}${block(statement)}`;
    case "font-face":
      return `font-face${block(statement)}`;
    case "spritesheet":
      return `spritesheet ${statement.name.text}${block(statement)}`;
    case "decorator":
      return `decorator ${statement.name.text}:${statement.type.text}${block(statement)}`;
    case "keyframes": {
      const frames = statement.frames.map((frame) => `${frame.stops.map(({ text }) => text).join(",")}${block(frame)}`);
      return `keyframes ${statement.name.text}{${frames.join(" ")}}`;
    }
    case "media":
      return `media ${statement.query.text}{${outline(statement.statements)}}`;
  }
}

function block({ declarations }: RcssBlock): string {
  return `{${declarations.map(({ property, value }) => `${property.text}=${value.text}`).join(";")}}`;
}

function selector({ compounds }: RcssSelector): string {
  return compounds
    .map(({ combinator, tag, ids, classes, pseudos, attributes }) =>
      [
        combinator ?? "",
        tag ?? (ids.length + classes.length + pseudos.length + attributes.length === 0 ? "*" : ""),
        ...ids.map((id) => `#${id}`),
        ...classes.map((name) => `.${name}`),
        ...attributes.map((each) => `[${each}]`),
        ...pseudos.map(({ name, argument }) => `:${name}${argument === null ? "" : `(${argument})`}`),
      ].join(""),
    )
    .join("");
}

function problems(source: string): readonly string[] {
  return parseRcss(source).problems.map(
    ({ message, start, end }) => `${start} ${JSON.stringify(source.slice(start, end))} ${message}`,
  );
}

describe("reads", () => {
  test.for<[string, string]>([
    ["p { color: red }", "p{color=red}"],
    ["P, .a > #b.c+d~e f { Color : #FFF ; ; Margin: 1dp 2dp;}", "p,.a>#b.c+d~e f{color=#FFF;margin=1dp 2dp}"],
    [
      "*:hover, a:not(.b:hover), li:nth-child( 2n + 1 ) {}",
      "*:hover,a:not(.b:hover),li:nth-child( 2n + 1 ){}".replace("*:", ":"),
    ],
    ['input[type="a]b"][ name ] {}', 'input[type="a]b"][name]{}'],
    ["a/**/{/* x */color/**/:/**/red/* ; */}/* end */", "a{color=red}"],
    ["body { --Gap: 4dp; margin: var(--Gap) }", "body{--Gap=4dp;margin=var(--Gap)}"],
    ['p { font-family: "a;b}c"; decorator: image( "x.png" ) }', 'p{font-family="a;b}c";decorator=image( "x.png" )}'],
    ["@spritesheet s { src: a.png; icon: 0px 1px 2px 3px; }", "spritesheet s{src=a.png;icon=0px 1px 2px 3px}"],
    ["@decorator d : image { image-src: a.png; }", "decorator d:image{image-src=a.png}"],
    ["@keyframes k { from, 50% { opacity: 0 } to { opacity: 1 } }", "keyframes k{from,50%{opacity=0} to{opacity=1}}"],
    ["@font-face { font-family: A; src: a.ttf; }", "font-face{font-family=A;src=a.ttf}"],
    [
      "@media (min-width: 10px) and (theme: dark) { p { color: red } q {} }",
      "media (min-width: 10px) and (theme: dark){p{color=red} q{}}",
    ],
    ["", ""],
  ])("%s", ([source, expected]) => {
    expect(problems(source)).toEqual([]);
    expect(outline(parseRcss(source).statements)).toBe(expected);
  });
});

describe("says what is wrong, and goes on behind it", () => {
  test.for<[string, string, string[]]>([
    ["p { color } q {}", "p{} q{}", ['4 "color" "color" has no value.']],
    ["p { color: ; margin: 0 }", "p{margin=0}", ['4 "color" "color" has no value.']],
    ["p { color: red q { margin: 0 } }", "p{}", ['17 "{" The declaration before is never closed.']],
    ["p { color: red", "p{color=red}", ['2 "{" The block is never closed.']],
    ["p { 1a: red; margin: 0 }", "p{margin=0}", ['4 "1a" "1a" is no name of a property.']],
    ["p { q { color: red } margin: 0 }", "p{margin=0}", ['6 "{" A block within a block means nothing.']],
    ["} p {}", "p{}", ['0 "}" A "}" closes nothing here.']],
    ["p; q {}", "q{}", ['0 "p" This is followed by no block.']],
    ["p, {}", "p{}", ['2 "," A selector is missing at the end.'.replace('2 ","', '1 ","')]],
    ["p > {}", "{}", ['2 ">" A selector is missing at the end.']],
    ["p ! q {}", "p{}".replace("p", ""), ['2 "! q" "! q" begins no selector.']],
    ["@import 'a.rcss'; q {}", "q{}", [`0 ${JSON.stringify("@import 'a.rcss'")} "@import" is followed by no block.`]],
    ["@supports (a) { p { b: c } } q {}", "q{}", ['0 "@supports" "@supports" means nothing here.']],
    [
      "@keyframes k { middle { a: b } }",
      "keyframes k{middle{a=b}}",
      ['15 "middle" "middle" is no step of an animation.'],
    ],
    ["@keyframes { from { a: b } }", "keyframes {from{a=b}}", ['0 "@keyframes" "@keyframes" needs a name.']],
    ["@decorator : image {}", "decorator :image{}", ['11 ": image" The decorator lacks its name or its type.']],
    ['p { a: "b\n; c: d }', 'p{a="b;c=d}', ['7 "\\"b" The string is never closed.']],
    ["p { a: (b; c: d } q {}", "p{a=(b; c: d} q{}", ['7 "(b; c: d " Parentheses do not match here.']],
    ["p {} /* a", "p{}", ['5 "/*" The comment is never closed.']],
    ["@media (a) { @media (b) { p {} } q {} }", "media (a){q{}}", ['13 "@media" "@media" means nothing here.']],
  ])("%s", ([source, expected, said]) => {
    expect(problems(source)).toEqual(said);
    expect(outline(parseRcss(source).statements)).toBe(expected);
  });

  test("up to a number", () => {
    expect(problems("} ".repeat(1000))).toHaveLength(limits.code.findings);
    expect(problems("a{}".repeat(limits.rcss.statements + 1)).at(-1)).toContain("The style sheet is too long.");
  });
});

test("reads the style of an element, which has no braces", () => {
  const { declarations, problems: found } = parseDeclarations("width: 1dp; decorator: image( a.png ) ;height:2dp");
  expect(found).toEqual([]);
  expect(block({ declarations })).toBe("{width=1dp;decorator=image( a.png );height=2dp}");
});

test("never throws, keeps its places, and takes linear time, whatever the style sheet is", () => {
  const pieces = [
    "{",
    "}",
    ";",
    ":",
    "/*",
    "*/",
    '"',
    "'",
    "(",
    ")",
    "@media",
    "@keyframes",
    "[",
    "]",
    ",",
    ">",
    "a",
    " ",
    "\n",
    "#b",
    "50%",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (chosen) => {
      const source = chosen.join("");
      for (const { start, end } of [...parseRcss(source).problems, ...parseDeclarations(source).problems]) {
        expect([start >= 0, start <= end, end <= source.length + 1]).toEqual([true, true, true]);
      }
    }),
    { numRuns: runs(1000) },
  );
  for (const piece of [...pieces, "a{", "[a", "a:not(", "a,", "{a:", "@media{", "/**/", "a b"])
    parseRcss(piece.repeat(100_000));
}, 20_000);

test.runIf(process.env["MOSIS_CORPUS"])("reads the style sheets of RmlUi", () => {
  const folder = join(process.env["MOSIS_CORPUS"] ?? "", "rml");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  const sheets = files.flatMap((path) => {
    if (path.endsWith(".rcss")) return [readFileSync(path, "utf8")];
    return path.endsWith(".rml") ? styles(parseRml(readFileSync(path, "utf8")).nodes) : [];
  });
  expect(sheets.length).toBeGreaterThan(10);
  for (const sheet of sheets) expect(problems(sheet)).toEqual([]);
});

function styles(nodes: readonly RmlNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === "text") return [];
    if (node.name !== "style") return styles(node.children);
    return node.children.flatMap((child) => (child.kind === "text" ? [child.content.text] : []));
  });
}
