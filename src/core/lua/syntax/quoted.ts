import { bytesOfPoint, bytesOfText } from "./byte-string.ts";
import { refuse } from "./problem.ts";

/** A string literal: its bytes, and the offset behind it. */
export interface ReadString {
  readonly value: string;
  readonly end: number;
}

const PLAIN = /[^"'\\\r\n]+/y;
const BLANK = /[ \t\n\r\f\v]*/y;
const LONG_OPEN = /\[(=*)\[/y;
const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};
/** `\u{…}` has 31 bits. */
const LARGEST_POINT = 0x7fff_ffff;

/**
 * Reads a string in quotes from its first quote on (reference manual, section 3.1).
 *
 * @throws {LuaProblemError} when it does not end on its line, or an escape is none
 */
export function readQuoted(source: string, start: number): ReadString {
  const quote = source[start];
  const pieces: string[] = [];
  let at = start + 1;
  for (;;) {
    const plain = matchAt(PLAIN, source, at);
    if (plain !== null) pieces.push(bytesOfText(plain));
    at += plain?.length ?? 0;
    const char = source[at];
    if (char === undefined || char === "\n" || char === "\r") return refuse("unfinished string", start, at);
    if (char === quote) return { value: pieces.join(""), end: at + 1 };
    if (char === "\\") {
      const escape = readEscape(source, at, start);
      pieces.push(escape.value);
      at = escape.end;
    } else {
      pieces.push(char);
      at += 1;
    }
  }
}

/** Reads the escape whose backslash is at `at`, in the string that begins at `start`. */
function readEscape(source: string, at: number, start: number): ReadString {
  const char = source[at + 1];
  if (char === undefined) return refuse("unfinished string", start, at + 1);
  if (Object.hasOwn(SIMPLE, char)) return { value: SIMPLE[char] ?? "", end: at + 2 };
  switch (char) {
    case "\n":
    case "\r":
      return { value: "\n", end: at + 1 + newlineLength(source, at + 1) };
    case "z":
      return { value: "", end: at + 2 + (matchAt(BLANK, source, at + 2)?.length ?? 0) };
    case "x":
      return hexEscape(source, at);
    case "u":
      return pointEscape(source, at);
    default:
      return decimalEscape(source, at);
  }
}

function hexEscape(source: string, at: number): ReadString {
  const digits = source.slice(at + 2, at + 4);
  if (!/^[0-9a-fA-F]{2}$/.test(digits)) return refuse("hexadecimal digit expected", at, at + 2);
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 4 };
}

const POINT = /\{([0-9a-fA-F]+)\}/y;

function pointEscape(source: string, at: number): ReadString {
  POINT.lastIndex = at + 2;
  const match = POINT.exec(source);
  if (match === null) return refuse("hexadecimal digits in braces expected behind '\\u'", at, at + 2);
  const [all, digits = ""] = match;
  const point = Number.parseInt(digits, 16);
  if (point > LARGEST_POINT) return refuse("UTF-8 value too large", at, at + 2 + all.length);
  return { value: bytesOfPoint(point), end: at + 2 + all.length };
}

const DECIMAL = /[0-9]{1,3}/y;

function decimalEscape(source: string, at: number): ReadString {
  const digits = matchAt(DECIMAL, source, at + 1);
  if (digits === null) return refuse("invalid escape sequence", at, at + 2);
  const end = at + 1 + digits.length;
  if (Number(digits) > 255) return refuse("decimal escape too large", at, end);
  return { value: String.fromCharCode(Number(digits)), end };
}

/**
 * Reads a string or comment in long brackets; null when there is none at `at`.
 *
 * @throws {LuaProblemError} when it does not end
 */
export function readLong(source: string, at: number, what: "string" | "comment"): ReadString | null {
  LONG_OPEN.lastIndex = at;
  const open = LONG_OPEN.exec(source);
  if (open === null) return null;
  const close = `]${open[1] ?? ""}]`;
  const from = at + open[0].length;
  const end = source.indexOf(close, from);
  if (end < 0) return refuse(`unfinished long ${what}`, at, from);
  if (what === "comment") return { value: "", end: end + close.length };
  const text = source.slice(from + newlineLength(source, from), end);
  const value = text.includes("\r") ? text.replace(/\r\n|\n\r|\r/g, "\n") : text;
  return { value: bytesOfText(value), end: end + close.length };
}

/** Length of the end of a line at this place: `\r\n` and `\n\r` are one. */
function newlineLength(source: string, at: number): number {
  const [first, second] = [source[at], source[at + 1]];
  if (first !== "\n" && first !== "\r") return 0;
  return (second === "\n" || second === "\r") && second !== first ? 2 : 1;
}

function matchAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}
