import { property, assert as check, string, array } from "fast-check";
import { describe, expect, test } from "vitest";

import { renderMarkdown } from "./markdown.ts";

const render = (...lines: readonly string[]): string => renderMarkdown(lines);

describe("what listings use", () => {
  test("lines next to each other are one paragraph", () => {
    expect(render("one", "two", "", "three")).toBe("<p>one\ntwo</p><p>three</p>");
  });

  test("lists end at other text, and blank lines between items do not split them", () => {
    expect(render("- one", "", "* two", "  more", "", "after", "1. first", "2) second")).toBe(
      "<ul><li>one</li><li>two\nmore</li></ul><p>after</p><ol><li>first</li><li>second</li></ol>",
    );
  });

  test("headings start below those of the page", () => {
    expect(render("# One", "## Two", "### Three", "text")).toBe("<h3>One</h3><h3>Two</h3><h4>Three</h4><p>text</p>");
  });

  test("code keeps its lines, even when nobody closes it", () => {
    expect(render("```lua", "a <b>", "", "- c", "```", "after")).toBe(
      "<pre><code>a &lt;b&gt;\n\n- c</code></pre><p>after</p>",
    );
    expect(render("```", "x")).toBe("<pre><code>x</code></pre>");
  });

  test("emphasis, code and escapes work within a line", () => {
    expect(render("**bold _both_** *it* `a*b*` \\*plain\\* snake_case_name")).toBe(
      "<p><strong>bold <em>both</em></strong> <em>it</em> <code>a*b*</code> *plain* snake_case_name</p>",
    );
  });

  test("https links become links that pass on no credit", () => {
    const rel = 'rel="nofollow ugc noopener"';
    expect(render("[**Docs**](https://example.com/a?b=1&c=2) https://example.com/x.")).toBe(
      `<p><a href="https://example.com/a?b=1&amp;c=2" ${rel}><strong>Docs</strong></a> ` +
        `<a href="https://example.com/x" ${rel}>https://example.com/x</a>.</p>`,
    );
  });

  test("no lines are no HTML", () => {
    expect(render("", "  ")).toBe("");
  });
});

describe("what attackers use", () => {
  test.each([
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
    ["&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>"],
    ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
    ["[x](JaVaScRiPt:alert)", "<p>[x](JaVaScRiPt:alert)</p>"],
    ["[x](data:text/html;base64,AAAA)", "<p>[x](data:text/html;base64,AAAA)</p>"],
    ["[x](//evil.example)", "<p>[x](//evil.example)</p>"],
    ["[x](http://evil.example)", "<p>[x](http://evil.example)</p>"],
    ["[bank](https://bank.example@evil.example)", "<p>[bank](https://bank.example@evil.example)</p>"],
    ["<https://evil.example/\"onclick='x'>", null],
    ['[x](https://evil.example/"onmouseover="alert)', null],
    ["[https://bank.example](https://evil.example)", null],
    ["![pixel](https://evil.example/pixel.png)", null],
  ])("%j adds no attribute, no element, no image", (line, exact) => {
    const html = render(line);
    if (exact !== null) expect(html).toBe(exact);
    expect(unexpectedMarkup(html)).toEqual([]);
  });

  test("anything at all comes out as known elements", () => {
    const piece = string({ unit: "grapheme", maxLength: 30 }).chain(() =>
      array(string({ maxLength: 12 }), { maxLength: 8 }).map((parts) => parts.join('*_`[](https://a.b/"<>\\# - ')),
    );
    check(property(array(piece, { maxLength: 6 }), (lines) => unexpectedMarkup(renderMarkdown(lines)).length === 0));
  });

  // Code that is not linear would not come back from these before the test runner gives up.
  test.each(["**a ", "[", "[a](", "`", " _a", "https://", "\\*", "*_`[", "- "])(
    "a million times %j is no work",
    (text) => {
      expect(unexpectedMarkup(render(text.repeat(1_000_000)))).toEqual([]);
    },
  );
});

/** What is left of HTML once everything the renderer may write is taken away. */
function unexpectedMarkup(html: string): readonly string[] {
  const known = html
    .replace(/<\/?(?:p|ul|ol|li|h3|h4|pre|code|strong|em|a)>/g, "")
    .replace(/<a href="https:\/\/[^"<>]*" rel="nofollow ugc noopener">/g, "");
  return known.match(/[<>"']/g) ?? [];
}
