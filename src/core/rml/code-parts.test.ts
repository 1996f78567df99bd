import { describe, expect, test } from "vitest";

import { rmlCodeParts } from "./code-parts.ts";

const parts = (source: string): readonly string[] =>
  rmlCodeParts(source).code.map(({ kind, content }) => `${kind}@${content.start} ${content.text}`);

describe("finds the code of", () => {
  test.for<[string, string[]]>([
    ["<body onclick='a()'></body>", ["handler@15 a()"]],
    ["<body ONclick = 'a()' id='x' onload=b()/>", ["handler@17 a()", "handler@36 b()"]],
    ["<a b='>' onclick='x()'/>", ["handler@18 x()"]],
    ["<script>a() < b</script>", ["script@8 a() < b"]],
    ["<SCRIPT lang='lua'>x = '<b onclick=y>'</Script >", ["script@19 x = '<b onclick=y>'"]],
    ["<script src='x.lua'/><p onclick='a()'/>", ["handler@33 a()"]],
    ["<p><!-- <b onclick='x()'> --></p>", []],
    ["<script>--[[ < /script><p onclick='x()'/> ]]", ["script@8 --[[ ", "handler@35 x()"]],
    ["<p title='onclick=x()'/>", []],
    ["<p onclick='f(&quot;a&#x41;&#66;&quot;)'/>", ['handler@12 f("aAB")']],
    [
      "<p onclick='a()'><b onclick='b()'/></p><p onclick='c()'/>",
      ["handler@12 a()", "handler@29 b()", "handler@51 c()"],
    ],
  ])("%s", ([source, expected]) => {
    expect(parts(source)).toEqual(expected);
  });
});

test("names the files of scripts", () => {
  const source = '<script src="a.lua"></script><script SRC="b.txt" />';
  const { sources } = rmlCodeParts(source);
  expect(sources.map(({ text, start, end }) => [text, source.slice(start, end)])).toEqual([
    ["a.lua", "a.lua"],
    ["b.txt", "b.txt"],
  ]);
});
