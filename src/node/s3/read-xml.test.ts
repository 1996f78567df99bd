import fc from "fast-check";
import { expect, test } from "vitest";

import { childText, readXml } from "./read-xml.ts";

test("elements, text and entities of characters are read", () => {
  const root = readXml('<?xml version="1.0"?>\n<A xmlns="x"><B>a &lt;&#62;&#x26;&quot;</B><C/><C></C></A>\n');
  expect(root?.name).toBe("A");
  expect(childText(root!, "B")).toBe('a <>&"');
  expect(childText(root!, "C")).toBeNull();
  expect(childText(root!, "D")).toBeNull();
});

test.each([
  "",
  "text",
  "<A>",
  "</A>",
  "<A></B>",
  "<A/><B/>",
  "<A></A/>",
  "<A>&other;</A>",
  "<A>&#1114112;</A>",
  "<A>a & b</A>",
  '<!DOCTYPE A [<!ENTITY e "x">]><A>&e;</A>',
  "<A><![CDATA[x]]></A>",
  "<A><!-- x --></A>",
  "<A a=b/>",
  '<A><?xml version="1.0"?></A>',
  "<A>".repeat(100),
])("%j is not read", (source) => {
  expect(readXml(source)).toBeNull();
});

test("whatever comes, reading ends without an exception", () => {
  const piece = fc.constantFrom("<", ">", "/", "A", "&", ";", "#", " ", '"', "=", "?xml ", "é");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      readXml(pieces.join(""));
    }),
  );
});
