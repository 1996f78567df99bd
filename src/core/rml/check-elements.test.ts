import { describe, expect, test } from "vitest";

import { remarksOfDocument } from "./check-elements.ts";
import { parseRml } from "./parse-rml.ts";

/** What is said of a document: the rule, what is underlined, and what it should be. */
const said = (source: string): readonly string[] =>
  [...remarksOfDocument(parseRml(source).nodes)].map(
    ({ rule, start, end, expected, fix }) =>
      `${rule.slice(4)} ${source.slice(start, end)} -> ${expected ?? fix ?? "?"}`,
  );
const inBody = (content: string): readonly string[] => said(`<rml><body>${content}</body></rml>`);

describe("says what does nothing in RmlUi", () => {
  test.for<[content: string, expected: string]>([
    ["<textarae/>", "unknown-element textarae -> textarea"],
    ["<div><buton/></div>", "unknown-element buton -> button"],
    ["<image/>", "unknown-element image -> Use `<img>`."],
    ["<video src='a.mp4'/>", "unknown-element video -> Apps play no sounds and films in documents."],
    ["<option/>", "unknown-element option -> within <select>"],
    ["<style>p {}</style>", "unknown-element style -> within <head>"],
    ["<select><opton/></select>", "unknown-element opton -> option"],
    ["<input maxlenght='2'/>", "unknown-attribute maxlenght -> maxlength"],
    ["<p clas='x'/>", "unknown-attribute clas -> class"],
    ["<p hidden=''/>", "unknown-attribute hidden -> Use a class with `display: none`."],
    ["<a href='more.rml'/>", "unknown-attribute href -> RmlUi has no links: use `onclick` and `ui.open`."],
    ["<p onclik='x()'/>", "unknown-event onclik -> click"],
    ["<input oninput='x()'/>", "unknown-event oninput -> Use `change`, which fires at every edit."],
    ["<p data-event-clik='x()'/>", "unknown-event data-event-clik -> click"],
    ["<p data-vissible='x'/>", "unknown-binding data-vissible -> data-visible"],
    ["<p data-clas-new='x'/>", "unknown-binding data-clas-new -> data-class-new"],
    ["<p data-class='x'/>", "unknown-binding data-class -> data-class-name"],
    ["<p data-text='x'/>", "unknown-binding data-text -> Write `{{ }}` in the text."],
  ])("%s", ([content, expected]) => {
    expect(inBody(content)).toEqual([expected]);
  });

  test("a property that is bound", () => {
    expect([...remarksOfDocument(parseRml("<p data-style-widht='x'/>").nodes)]).toMatchObject([
      { rule: "rcss/unknown-property", expected: "width" },
    ]);
  });

  test("what belongs to the head", () => {
    expect(said("<rml><hed/><head><titel/></head></rml>")).toEqual([
      "unknown-element hed -> head",
      "unknown-element titel -> title",
    ]);
  });
});

test.for([
  "<expand/><spacer/><tile/><card-list/><sections/>",
  "<p note='4' data-id='7' data-name='x' onopened='x()'/>",
  "<input type='range' min='0' max='4' step='1' value='2' data-value='x' name='size' placeholder='x'/>",
  "<p data-attr-src='x' data-attrif-disabled='x' data-if='x' data-for='a, i : all' data-alias-b='x'/>",
  "<tabset><tab>One</tab><panel>Text</panel></tabset>",
  "<table><tr><td colspan='2'>x</td></tr></table>",
  "<svg viewBox='0 0 1 1'><circle cx='1'><title>x</title></circle><image href='x'/></svg>",
  "<template src='window'>text</template>",
])("says nothing of %s", (content) => {
  expect(inBody(content)).toEqual([]);
});

test("a name that the app gives a meaning is right after all", () => {
  const unless = (content: string): readonly unknown[] =>
    [...remarksOfDocument(parseRml(content).nodes)].map((remark) => remark.unless);
  expect(unless("<body><image/><buton oninput='x()' clas='x' data-vissible='x'/></body>")).toEqual([
    "element image",
    "element buton",
    "name input",
    "name clas",
    "name data-vissible",
  ]);
});
