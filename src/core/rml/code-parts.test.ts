import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { rmlCodeParts } from "./code-parts.ts";

const parts = (source: string): readonly string[] =>
  rmlCodeParts(source).code.map(({ kind, text, at }) => `${kind}@${at(0)} ${text}`);

describe("finds the code of", () => {
  test.for<[string, string[]]>([
    ["<body onclick='a()'>", ["handler@15 a()"]],
    ['<body ONclick = "a()" id=x onload=b()>', ["handler@17 a()", "handler@34 b()"]],
    ["<a b='>' onclick='x()'>", ["handler@18 x()"]],
    ["<script>a() < b</script>", ["script@8 a() < b"]],
    ["<SCRIPT lang='lua'>x = '<b onclick=y>'</Script >", ["script@19 x = '<b onclick=y>'"]],
    ["<script src='x.lua'/><p onclick='a()'/>", ["handler@33 a()"]],
    ["<!-- <b onclick='x()'> --><![CDATA[<b onclick='x()'>]]></b onclick='x()'>", []],
    ["a < b onclick='x()' <3", []],
    ["<p title='onclick=x()'>", []],
    ["<p onclick='f(&quot;a&#x41;&#66;&quot;)'>", ['handler@12 f("aAB")']],
  ])("%s", ([source, expected]) => {
    expect(parts(source)).toEqual(expected);
  });
});

test("keeps the places of what entities stand for", () => {
  const source = "<p onclick='f(&quot;a&quot;) load()'>";
  const [code] = rmlCodeParts(source).code;
  const load = code?.text.indexOf("load") ?? -1;
  expect(source.slice(code?.at(load), code?.at(load + 4))).toBe("load");
  expect(source.slice(code?.at(2), code?.at(3))).toBe("&quot;");
});

test("names the files of scripts", () => {
  const source = '<script src="a.lua"></script><script SRC=b.txt />';
  expect(rmlCodeParts(source).sources.map(({ path, start, end }) => [path, source.slice(start, end)])).toEqual([
    ["a.lua", "a.lua"],
    ["b.txt", "b.txt"],
  ]);
});

test.for(["<p", "<!-- x", "<script>a()", "<p onclick='x()", "<![CDATA[", "</p"])("%s is never closed", (source) => {
  expect(rmlCodeParts(source).problem).toMatchObject({ start: 0, end: 1 });
});

test("never throws and takes linear time, whatever the document is", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "script",
    "</script>",
    "<p ",
    "on=",
    "'",
    '"',
    "&#x41;",
    "/",
    " ",
    "<!--",
    "-->",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => void rmlCodeParts(pieces.join(""))));
  for (const part of ["<p ", "<", "<p a='", '<p a="', "<script>", "<!--", "<p on=x ", "&#x41;"]) {
    rmlCodeParts(part.repeat(200_000));
  }
}, 20_000);

test.runIf(process.env["MOSIS_CORPUS"])("reads the documents of RmlUi", () => {
  const folder = join(process.env["MOSIS_CORPUS"] ?? "", "rml");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rml"));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(rmlCodeParts(readFileSync(join(folder, name), "utf8")).problem).toBeNull();
});
