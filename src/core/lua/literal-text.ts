import { certainString } from "./known-values.ts";
import { originOf } from "./origin.ts";
import type { LuaExpression, LuaRange, LuaString } from "./syntax/ast.ts";

/** What a string literal holds, as text, with the place of its parts in the source. */
export interface LiteralText {
  readonly text: string;
  /** Where a part of `text` stands: exactly, unless the literal has numeric escapes, else as the whole literal. */
  place(start: number, end: number): LuaRange;
}

const LONG_OPEN = /^\[=*\[(?:\r\n|\n\r|\r|\n)?/;
const NOT_ASCII = /[\x80-\xff]/;
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });
/** Escapes of two characters that stand for one. */
const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\", '"': '"', "'": "'", "\n": "\n" };

/** The text of an expression that is a constant string, with its place in `source`; null when it is none. */
export function constantText(source: string, expression: LuaExpression): LiteralText | null {
  const origin = originOf(expression);
  if (origin.kind === "string") return literalText(source, origin);
  const bytes = certainString(origin);
  return bytes === null ? null : { text: textOfBytes(bytes), place: () => expression };
}

function literalText(source: string, literal: LuaString): LiteralText {
  const written = source.slice(literal.start, literal.end);
  const open = LONG_OPEN.exec(written)?.[0] ?? written.charAt(0);
  const inner = written.slice(open.length, written.length - open.trimEnd().length);
  const from = literal.start + open.length;
  if (open.startsWith("[") ? !inner.includes("\r") : !inner.includes("\\")) {
    return { text: inner, place: (start, end) => ({ start: from + start, end: from + end }) };
  }
  const places = open.startsWith("[") ? null : simplePlaces(inner);
  if (places === null) return { text: textOfBytes(literal.value), place: () => literal };
  const at = (offset: number): number => from + (places.at[offset] ?? inner.length);
  return { text: places.text, place: (start, end) => ({ start: at(start), end: at(end) }) };
}

/** Text of a string of bytes, one unit each; what is no UTF-8 is U+FFFD. */
export function textOfBytes(bytes: string): string {
  if (!NOT_ASCII.test(bytes)) return bytes;
  return UTF_8.decode(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
}

function simplePlaces(inner: string): { readonly text: string; readonly at: readonly number[] } | null {
  const pieces: string[] = [];
  const at: number[] = [];
  for (let index = 0; index < inner.length; index += 1) {
    at.push(index);
    const char = inner.charAt(index);
    if (char !== "\\") pieces.push(char);
    else {
      const meant = SIMPLE[inner.charAt(index + 1)];
      if (meant === undefined) return null;
      pieces.push(meant);
      index += 1;
    }
  }
  return { text: pieces.join(""), at };
}
