import { describe, expect, test } from "vitest";

import { checkPackage } from "./check-package.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, type PackageBuilder, usingPage } from "../../testing/builders.ts";

const PICTURE = "\x89PNG\r\n\x1a\n";
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const PAGE = usingPage("Notes", ["storage"]);

/** An app whose first document has this in it. */
const anApp = (content: string): PackageBuilder =>
  aPackage().withFile("assets/main.rml", PAGE.replace("<h1>", `${content}<h1>`));
const said = (app: PackageBuilder): readonly string[] =>
  checkPackage(app.files(), nodePackagePorts).findings.map(
    ({ rule, file, range, message, expected }) =>
      `${rule} ${file}${range === undefined ? "" : `:${range.line}:${range.column}`} ${message}${expected === undefined ? "" : ` (${expected})`}`,
  );
const withPicture = (app: PackageBuilder): PackageBuilder =>
  app.withFile("assets/images/clear-day.png", bytes(PICTURE));

describe("a file is used", () => {
  test.for<[how: string, app: PackageBuilder]>([
    ["by an element", anApp('<img src="images/clear-day.png"/>')],
    ["by a style", anApp("<p style='decorator: image( images/clear-day.png );'/>")],
    ["by a decorator of tiles", anApp("<p style='decorator: tiled-horizontal( a, images/clear-day.png, b );'/>")],
    ["by a picture that fills", anApp("<p style='fill-image: images/clear-day.png;'/>")],
    ["by an attribute of the app's own", anApp('<p picture="assets/images/clear-day.png"/>')],
    ["by a binding", anApp("<img data-attr-src=\"'images/' + kind + '.png'\"/>")],
    ["by a string", anApp("<p onclick=\"print('images/clear-day.png')\"/>")],
    ["by its end", anApp("<p onclick=\"print(element.id .. '-day.png')\"/>")],
    ["by its name without the end", anApp("<p onclick=\"print('clear-day' .. element.id)\"/>")],
    ["by its folder", anApp("<p onclick=\"print('images/' .. element.id)\"/>")],
    ["by data", anApp('<p file="assets/data.json"/>').withFile("assets/data.json", '{"a\\"b": ["clear-day.png"]}')],
  ])("%s", ([, app]) => {
    expect(said(withPicture(app))).toEqual([]);
  });

  test("but not by itself, a class, or one of the same end", () => {
    expect(said(withPicture(anApp('<p class="clear-day" id="x"/>')))).toEqual([
      'package/unused-file assets/images/clear-day.png Nothing in the app names "assets/images/clear-day.png".',
    ]);
    expect(said(anApp("<p/>").withFile("assets/old.lua", 'return "old.lua"'))).toEqual([
      'package/unused-file assets/old.lua Nothing in the app names "assets/old.lua".',
    ]);
  });

  test("or expected where nothing names it", () => {
    const app = anApp("<p/>")
      .withFile("LICENSE", "x")
      .withFile("assets/README.md", "x")
      .withFile("locales/en.json", "{}");
    expect(said(app)).toEqual([]);
  });
});

describe("a screen", () => {
  const opens = (path: string): string => `<p onclick="ui.open('${path}')"/>`;
  const two = (content: string): PackageBuilder =>
    anApp(content)
      .withFile("assets/one.rml", opens("assets/two.rml"))
      .withFile("assets/two.rml", opens("assets/one.rml"));

  test("that only screens open which nothing opens is told", () => {
    expect(said(two("<p/>"))).toEqual([
      'package/unreachable-screen assets/one.rml Only "assets/two.rml" name this document, and nothing leads there.',
      'package/unreachable-screen assets/two.rml Only "assets/one.rml" name this document, and nothing leads there.',
    ]);
  });

  test("is reached through others, through modules and templates", () => {
    expect(said(two(opens("assets/one.rml")))).toEqual([]);
    const module = two("<p onclick=\"require('scripts.ways')\"/>").withFile(
      "assets/scripts/ways.lua",
      'return "two.rml"',
    );
    expect(said(module)).toEqual([]);
    const template = aPackage()
      .withFile("assets/main.rml", PAGE.replace("</head>", '<link type="text/template" href="frame.rml"/></head>'))
      .withFile("assets/frame.rml", '<template name="frame" content="content"/>');
    expect(said(template)).toEqual([]);
  });

  test("may be any where code opens what cannot be told", () => {
    expect(said(two('<p onclick="ui.open(element.id)"/>'))).toEqual([]);
  });
});

describe("what Lua names", () => {
  test.for<[code: string, expected: string[]]>([
    [
      'require("scripts.notes")',
      ['package/reference-missing assets/code.lua:1:9 There is no file "assets/scripts/notes.lua".'],
    ],
    [
      'require("scripts.Wall")',
      ['package/reference-missing assets/code.lua:1:9 There is no file "assets/scripts/Wall.lua". ("scripts.wall")'],
    ],
    ['require("scripts.wall") require("mosis.storage") require("string")', []],
    [
      'ui.open("assets/other.rml")',
      ['package/reference-missing assets/code.lua:1:9 There is no file "assets/other.rml".'],
    ],
    [
      'ui.open(... and "assets/Main.rml" or "assets/main.rml")',
      ['package/reference-missing assets/code.lua:1:9 There is no file "assets/Main.rml". ("assets/main.rml")'],
    ],
  ])("%s has to be there", ([code, expected]) => {
    const app = aPackage().withFile("assets/code.lua", code).withFile("assets/scripts/wall.lua", "");
    expect(said(app)).toEqual(expected);
  });
});

describe("texts", () => {
  const texts = (content: string, keys: readonly string[]): PackageBuilder =>
    anApp(content)
      .with({ default_locale: "en" })
      .withFile("locales/en.json", JSON.stringify(Object.fromEntries(keys.map((key) => [key, "x"]))));
  const unused = (key: string, column: number): string =>
    `locale/unused-key locales/en.json:1:${column} Nothing in the app shows the text "${key}".`;

  test.for<[content: string, keys: string[], expected: string[]]>([
    ["[[list.title]]", ["list.title"], []],
    [
      "<p>[[list.titel]]</p>",
      ["list.title"],
      [
        'locale/unknown-key assets/main.rml:1:73 The default language has no text "list.titel". (list.title)',
        unused("list.title", 15),
      ],
    ],
    ["<p onclick=\"app.t('a', {})\"/>", ["a"], []],
    ["<p onclick=\"app.t('b')\"/>", ["a", "b"], [unused("a", 6)]],
    ["<p onclick=\"app.t(element.id and 'a' or 'b')\"/>", ["a", "b"], []],
    // What is shown is not told: any string may be it.
    ["<p onclick=\"local t = { 'a' } app.t(t[1])\"/>", ["a"], []],
    ["<p onclick=\"app.t('day.' .. element.id)\"/>", ["day.1", "day.2"], []],
    ['<p onclick="app.t(element.id)"/>', ["a"], [unused("a", 6)]],
    ["<p note='[[a]]'/>", ["a"], [unused("a", 6)]],
  ])("%s with %j", ([content, keys, expected]) => {
    expect(said(texts(content, keys))).toEqual(expected);
  });

  test("are not asked for where there is no default language", () => {
    expect(said(anApp("<p>[[list.title]]</p>"))).toEqual([]);
  });
});

test("of very many names, some are told", () => {
  const script = Array.from({ length: 200 }, (_, at) => `require("m${at}") `).join("");
  const app = anApp(`<style>${"a,".repeat(150_000)}b {}</style><p onclick='${script}'/>`);
  expect(said(app).filter((text) => text.startsWith("package/reference-missing"))).toHaveLength(100);
});

test("what cannot be read may use anything", () => {
  const app = withPicture(anApp("<p/>"))
    .with({ default_locale: "en" })
    .withFile("locales/en.json", '{"a": "x"}')
    .withFile("assets/broken.lua", "return (");
  expect(said(app)).toEqual(["lua/syntax assets/broken.lua:1:9 unexpected symbol near <eof>."]);
});
