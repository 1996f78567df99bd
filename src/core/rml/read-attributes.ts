import type { MappedText } from "./mapped-text.ts";
import type { RmlCursor } from "./rml-cursor.ts";
import type { RmlAttribute } from "./rml-tree.ts";
import { echo } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** The names of elements and attributes. */
export const RML_NAME = /[A-Za-z_][A-Za-z0-9_.:-]*/y;
/** What RmlUi would take for the name of an attribute or for a value without quotes. */
const WORD = /[^ \t\r\n=/>]+/y;
const BARE = /[^ \t\r\n/>"']+/y;

/**
 * Reads the attributes up to the `>` or `/>` of a tag, at which the cursor then stands.
 *
 * @param tag where the tag begins
 */
export function readAttributes(cursor: RmlCursor, tag: number): readonly RmlAttribute[] {
  const attributes: RmlAttribute[] = [];
  const names = new Set<string>();
  for (;;) {
    cursor.space();
    if (cursor.is(">") || cursor.is("/>")) return attributes;
    const attribute = readAttribute(cursor, tag);
    if (names.has(attribute.name)) {
      const message = `The attribute ${echo(attribute.name)} stands here twice.`;
      cursor.report({ message, expected: "each once", start: attribute.start, end: attribute.end });
    }
    names.add(attribute.name);
    attributes.push(attribute);
    if (attributes.length <= limits.rml.attributes) continue;
    const expected = `at most ${limits.rml.attributes}`;
    cursor.stop({ message: "The element has too many attributes.", expected, start: tag, end: cursor.at });
  }
}

function readAttribute(cursor: RmlCursor, tag: number): RmlAttribute {
  const start = cursor.at;
  const word = cursor.match(WORD, start);
  if (start === cursor.source.length) stopUnclosed(cursor, tag);
  if (word === null || cursor.match(RML_NAME, start) !== word) {
    const found = word ?? cursor.source[start] ?? "";
    const message = `${echo(found)} is no name of an attribute.`;
    cursor.stop({ message, expected: 'a name, ">" or "/>"', start, end: start + found.length });
  }
  cursor.at = start + word.length;
  const nameEnd = cursor.at;
  cursor.space();
  const name = word.toLowerCase();
  if (!cursor.is("=")) {
    cursor.at = nameEnd;
    return { name, value: null, start, end: nameEnd };
  }
  cursor.at += 1;
  cursor.space();
  return { name, value: readValue(cursor, tag), start, end: cursor.at };
}

function readValue(cursor: RmlCursor, tag: number): MappedText {
  const start = cursor.at;
  const quote = cursor.source[start];
  if (quote === '"' || quote === "'") {
    const end = cursor.source.indexOf(quote, start + 1);
    if (end === -1) {
      cursor.stop({ message: "The value is never closed.", expected: quote, start, end: start + 1 });
    }
    cursor.at = end + 1;
    return cursor.decode(start + 1, end);
  }
  const end = start + (cursor.match(BARE, start)?.length ?? 0);
  cursor.at = end;
  if (end === cursor.source.length) stopUnclosed(cursor, tag);
  cursor.report({ message: "The value has no quotes.", expected: '"a value"', start, end: Math.max(end, start + 1) });
  return cursor.decode(start, end);
}

function stopUnclosed(cursor: RmlCursor, tag: number): never {
  return cursor.stop({ message: "The tag is never closed.", expected: '">"', start: tag, end: tag + 1 });
}
