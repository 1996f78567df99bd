import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseRml } from "./parse-rml.ts";
import type { RmlNode } from "./rml-tree.ts";
import { limits } from "../limits.ts";
import { runs } from "../../testing/runs.ts";

/** A document as text of another form, so that a test can be read. */
function outline(nodes: readonly RmlNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return JSON.stringify(node.content.text);
      const attributes = node.attributes.map(({ name, value }) =>
        value === null ? ` ${name}` : ` ${name}=${JSON.stringify(value.text)}`,
      );
      return `${node.name}${attributes.join("")}(${outline(node.children)})`;
    })
    .join(" ");
}

function problems(source: string): readonly string[] {
  return parseRml(source).problems.map(
    ({ message, start, end }) => `${start}-${end} ${JSON.stringify(source.slice(start, end))} ${message}`,
  );
}

describe("reads", () => {
  test.for<[string, string]>([
    ["<rml><body/></rml>", "rml(body())"],
    ["<RML><Body ID='a'>x</BODY ></rml>", 'rml(body id="a"("x"))'],
    ["<a b='>' c = \"x='y'\" checked d/>", `a b=">" c="x='y'" checked d()`],
    ["<a>1 &lt; 2 &amp;&#x41;&#66;&nbsp;&quot;&apos;</a>", 'a("1 < 2 &AB\u00a0\\"\'")'],
    ["<p>Tom & Jerry; a &b</p>", 'p("Tom & Jerry; a &b")'],
    ["<p>{{ a < b ? 'x}y' : \"<\" }} c</p>", `p(${JSON.stringify("{{ a < b ? 'x}y' : \"<\" }} c")})`],
    ["<p><!-- <b> - - > -->x</p>", 'p("x")'],
    ["<script>a() < /script><p/>", 'script("a() ") p()'],
    ["<p\n\tid\r\n=\t'a'/>", 'p id="a"()'],
    [
      "<script>if a < b then x = '<p>' end -- </p></script>",
      `script(${JSON.stringify("if a < b then x = '<p>' end -- </p>")})`,
    ],
    ["<script src='a.lua'></script >", 'script src="a.lua"()'],
    ["<STYLE>p > b {}</ style>", 'style("p > b {}")'],
    ["<svg><circle cx='1'/></svg>", 'svg(circle cx="1"())'],
  ])("%j", ([source, expected]) => {
    expect(problems(source)).toEqual([]);
    expect(outline(parseRml(source).nodes)).toBe(expected);
  });
});

describe("refuses", () => {
  test.for<[string, string[]]>([
    ["<p>", ['0-3 "<p>" The element "p" is never closed.']],
    ["<a><b><c></a>", ['3-6 "<b>" The element "b" is never closed.']],
    ["</p>", ['0-4 "</p>" Nothing is open that "</p>" closes.']],
    ["<p>a < b</p>", ['5-6 "<" A "<" begins no tag here, and RmlUi would take it for one.']],
    ["<p", ['0-1 "<" The tag is never closed.']],
    ["<p a", ['0-1 "<" The tag is never closed.']],
    ["<p a='x", ['5-6 "\'" The value is never closed.']],
    ["<p a=x/>", ['5-6 "x" The value has no quotes.']],
    ["<p a=/>", ['5-6 "/" The value has no quotes.']],
    ["<p a='1' A='2'/>", ['9-14 "A=\'2\'" The attribute "a" stands here twice.']],
    ['<p a"b="1"/>', ['3-6 "a\\"b" "a\\"b" is no name of an attribute.']],
    ["<p ='1'/>", ['3-4 "=" "=" is no name of an attribute.']],
    ["<p / a='1'>", ['3-4 "/" "/" is no name of an attribute.']],
    ["<p>&copy;</p>", ['3-9 "&copy;" RmlUi knows no "&copy;".']],
    ["<p a='&#0;&#xd800;'/>", ['6-10 "&#0;" RmlUi knows no "&#0;".', '10-18 "&#xd800;" RmlUi knows no "&#xd800;".']],
    ["<!DOCTYPE rml><rml/>", ['0-14 "<!DOCTYPE rml>" RML has no declarations and processing instructions.']],
    [
      '<?xml version="1.0"?><rml/>',
      [`0-21 ${JSON.stringify('<?xml version="1.0"?>')} RML has no declarations and processing instructions.`],
    ],
    ["<!-- a", ['0-4 "<!--" The comment is never closed.']],
    ["<!-->", ['0-4 "<!--" The comment is never closed.']],
    [
      "<p><![CDATA[<b onclick='x()'/>]]></p>",
      [`3-33 ${JSON.stringify("<![CDATA[<b onclick='x()'/>]]>")} RmlUi takes what is in a section for markup.`],
    ],
    // RmlUi goes on to the end that stands in the script, and reads what follows as markup.
    [
      "<!-- ---><script>--[[ --> <p onclick='x()'/> ]]</script>",
      ['5-7 "--" Readers differ on where a comment ends that has two dashes in it.'],
    ],
    ["<!-- a -- b -->", ['7-9 "--" Readers differ on where a comment ends that has two dashes in it.']],
    // To RmlUi the no-break space is part of a name, and the script goes on.
    [
      "<script>-- </script\u00a0><p>\nx() --</p><script></script>",
      ['11-21 "</script\u00a0>" Readers differ on whether this closes "script".'],
    ],
    [
      "<p\u00a0a='x'/>",
      ['2-3 "\u00a0" "\u00a0a" is no name of an attribute.'.replace('2-3 "\u00a0"', '2-4 "\u00a0a"')],
    ],
    ["<p>\u0000</p>", ['3-4 "\\u0000" "\\u0000" is no character of a document.']],
    ["<p / >", ['3-4 "/" "/" is no name of an attribute.']],
    [
      "< p>a< /p>",
      [
        '0-1 "<" A "<" begins no tag here, and RmlUi would take it for one.',
        '5-6 "<" A "<" begins no tag here, and RmlUi would take it for one.',
      ],
    ],
    ["<![CDATA[ a ]>", ['0-9 "<![CDATA[" The section is never closed.']],
    ["<script>a()", ['0-8 "<script>" The element "script" is never closed.']],
    ["<p>{{ a }} }} b</p>", ['11-13 "}}" No expression is open that this closes.']],
    ["<p>{{ a", ['3-5 "{{" The expression is never closed.']],
    ["<p>{{ 'a}}b' }}</p>", ['3-5 "{{" The expression that begins here has "}}" in it.']],
    ["<p>{{ a </p>", ['3-5 "{{" The expression that begins here has "</" in it.']],
    // With its SVG plugin, RmlUi ends the picture in the comment, and reads on.
    [
      "<svg><!-- </svg><p onclick='x()'/> --></svg>",
      ['0-5 "<svg>" Readers differ on where the "svg" ends that begins here.'],
    ],
    ["<svg><svg/><svg></svg></svg>", ['0-5 "<svg>" Readers differ on where the "svg" ends that begins here.']],
    // RmlUi takes all up to the first ">" for one tag, which ends nothing, and goes on with Lua.
    [
      "<script>--[[ </a </script> <p>]] evil() --</p><script></script>",
      ['13-26 "</a </script>" Readers differ on whether this closes "script".'],
    ],
  ])("%j", ([source, expected]) => {
    expect(problems(source)).toEqual(expected);
  });

  test("what is larger than documents may be", () => {
    const { depth, attributes, elements } = limits.rml;
    expect(problems("<p>".repeat(depth + 1)).at(-1)).toContain("Elements are nested too deeply.");
    expect(problems(`<p ${Array.from({ length: attributes + 1 }, (_, at) => `a${at}=""`).join(" ")}/>`)).toHaveLength(
      1,
    );
    expect(problems(`<p>${"<b/>".repeat(elements)}</p>`).at(-1)).toContain("The document has too many elements.");
    expect(problems("</p>".repeat(1000))).toHaveLength(limits.code.findings);
  });
});

test("keeps the places of what references stand for", () => {
  const source = "<p onclick='f(&quot;a&quot;) load()'/>";
  const [element] = parseRml(source).nodes;
  const value = element?.kind === "element" ? element.attributes[0]?.value : null;
  const load = value?.text.indexOf("load") ?? -1;
  expect(source.slice(value?.at(load), value?.at(load + 4))).toBe("load");
  expect(source.slice(value?.at(2), value?.at(3))).toBe("&quot;");
});

test("what is written is read again, wherever it stands", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "😀", "<", ">", "&", '"', "'", " ", "{", ";", "\n"),
    maxLength: 12,
  });
  const name = fc.constantFrom("p", "div", "tab-set", "x:y");
  const tree = fc.letrec<{ node: string; children: string }>((tie) => ({
    children: fc.array(fc.oneof({ depthSize: "small" }, text.map(escaped), tie("node"))).map((parts) => parts.join("")),
    node: fc
      .tuple(
        name,
        fc.uniqueArray(fc.constantFrom("id", "class", "onclick", "data-if"), { maxLength: 3 }),
        text,
        tie("children"),
      )
      .map(
        ([tag, names, value, children]) =>
          `<${tag}${names.map((key) => ` ${key}="${escaped(value)}"`).join("")}>${children}</${tag}>`,
      ),
  })).node;
  fc.assert(
    fc.property(tree, (source) => {
      const { nodes } = parseRml(source);
      expect(problems(source)).toEqual([]);
      expect(written(nodes)).toBe(source);
    }),
    { numRuns: runs(1000) },
  );
});

test("never throws, and takes linear time, whatever the document is", () => {
  const pieces = [
    "<",
    ">",
    "</",
    "/>",
    "script",
    "</script>",
    "<p ",
    "a=",
    "'",
    '"',
    "&#x41;",
    "&",
    "{{",
    "}}",
    " ",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "x",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 50 }), (chosen) => {
      const source = chosen.join("");
      for (const { start, end } of parseRml(source).problems) {
        expect([start >= 0, start < end, end <= source.length]).toEqual([true, true, true]);
      }
    }),
    { numRuns: runs(1000) },
  );
  for (const piece of [...pieces, "<p>", "<p/>", "<p a='", "<p a=''/>x", "<script></x", "<p a ", "{{'", "&#x41;x"])
    parseRml(piece.repeat(200_000));
}, 20_000);

test.runIf(process.env["MOSIS_CORPUS"])("reads the documents of RmlUi", () => {
  const folder = join(process.env["MOSIS_CORPUS"] ?? "", "rml");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rml"));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(problems(readFileSync(join(folder, name), "utf8"))).toEqual([]);
});

function escaped(text: string): string {
  const references: Readonly<Record<string, string>> = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    '"': "&quot;",
    "{": "&#123;",
  };
  return text.replaceAll(/[<>&"{]/g, (char) => references[char] ?? char);
}

function written(nodes: readonly RmlNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return escaped(node.content.text);
      const attributes = node.attributes.map(({ name, value }) => ` ${name}="${escaped(value?.text ?? "")}"`);
      return `<${node.name}${attributes.join("")}>${written(node.children)}</${node.name}>`;
    })
    .join("");
}
