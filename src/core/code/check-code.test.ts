import { describe, expect, test } from "vitest";

import { checkCode } from "./check-code.ts";
import { sortFindings } from "../findings/finding.ts";

const found = (path: string, text: string): readonly string[] =>
  sortFindings(checkCode(path, text).findings).map(({ rule, range }) => `${rule} ${range?.line}:${range?.column}`);

describe("reads constant markup in Lua as a part of a document", () => {
  test.for<[string, string[]]>([
    [`box.inner_rml = '<p onclick="load(x)"/>'`, ["lua/markup 1:5", "lua/dynamic-code 1:30"]],
    [`box.inner_rml = "<p onclick=\\"load(x)\\"/>"`, ["lua/markup 1:5", "lua/dynamic-code 1:31"]],
    [
      `box.inner_rml = [[\n<script>\n  io.open(x)\n</script>]]`,
      ["lua/markup 1:5", "rml/unknown-element 2:2", "lua/io 3:3"],
    ],
    [`local page = "<p>a</p><p>b</p>"\nbox.inner_rml = page`, ["lua/markup 2:5"]],
    [
      `box.inner_rml = "<p>" .. "<b>" box.inner_rml = "\\60b>"`,
      ["lua/markup 1:5", "rml/syntax 1:17", "lua/markup 1:36", "rml/syntax 1:48"],
    ],
    [`box.inner_rml = "<p>" .. name`, ["lua/markup 1:5"]],
    [`box.inner_rml = "<p style='colour: red'/>"`, ["lua/markup 1:5", "rcss/unknown-property 1:28"]],
  ])("%s", ([source, expected]) => {
    expect(found("code.lua", source)).toEqual(expected);
  });

  test("with what it uses, and the files that it names", () => {
    const source = `box.inner_rml = [[<img src="a.png"/><img src="/a.png"/><p onclick="storage.get(name)"/>]]`;
    const { uses, reads, references } = checkCode("code.lua", source);
    expect(uses).toMatchObject([{ module: "storage", member: "get" }]);
    expect(reads.map(({ name }) => name)).toEqual(expect.arrayContaining(["box", "name"]));
    expect(references).toMatchObject([{ path: "/a.png", range: { line: 1, column: 47 } }]);
  });

  test("in scripts of documents, and in documents in those", () => {
    const inner = `e.inner_rml = [[<p onclick="io.open()"/>]]`;
    expect(found("a.rml", `<rml><script>${inner}</script></rml>`)).toEqual(["lua/markup 1:16", "lua/io 1:42"]);
    const twice = `e.inner_rml = [[<p onclick='e.inner_rml = "<p onclick=\\"io.open()\\"/>"'/>]]`;
    expect(found("code.lua", twice)).toEqual(["lua/markup 1:3", "lua/markup 1:31", "lua/io 1:57"]);
  });
});
