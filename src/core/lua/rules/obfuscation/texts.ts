import type { Tally } from "./tally.ts";
import { libraryName } from "../../names.ts";
import { originOf } from "../../origin.ts";
import type { LuaBinary, LuaCall, LuaExpression, LuaMethodCall, LuaString, LuaTable } from "../../syntax/ast.ts";

const PLAIN = /^[\t\n\r -~]*$/;
const NUMERIC_ESCAPE = /\\(?:[0-9]|x|u\{)/g;
/** Shorter strings are what they are. */
const BLOB_CHARS = 120;
/** Bits a character of a long string has where it is no language: Base64 has 6, English below 4.5. */
const BLOB_BITS = 4.8;
/** Numbers of a shorter list are no data. */
const BYTES = 24;
const ENCODED = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=[^0-9+/=]*[0-9+/=])[A-Za-z0-9+/=_-]{8,}$/;
/** Parts of a chain that are looked at from its end on: a longer one is looked at in parts. */
const CHAIN = 400;
const UTF_8 = new TextDecoder("utf-8", { fatal: true });
const ARITHMETIC: ReadonlySet<string> = new Set(["~", "-", "+", "%", "<<", ">>", "|", "&"]);

/** Counts text that is written so that nobody reads it. */
export function tallyTexts(
  source: string,
  expression: LuaExpression,
  parent: LuaExpression | null,
  tally: Tally,
): void {
  switch (expression.kind) {
    case "string":
      return literal(source, expression, tally);
    case "binary":
      if (expression.operator === ".." && !(parent?.kind === "binary" && parent.operator === "..")) {
        chain(expression, tally);
      }
      return;
    case "call":
    case "method":
      return call(expression, tally);
    case "table":
      return table(expression, tally);
    default:
      return;
  }
}

function literal(source: string, at: LuaString, tally: Tally): void {
  const { value } = at;
  const written = at.end - at.start;
  // A name behind a dot has no quotes.
  if (written > value.length + 2 && value.length >= 3 && PLAIN.test(value)) {
    const escapes = source.slice(at.start, at.end).match(NUMERIC_ESCAPE)?.length ?? 0;
    if (escapes * 2 > value.length) tally.add("escapedText", escapes, at);
  }
  if (value.length >= BLOB_CHARS && !/\s/.test(value) && bitsOf(value) > BLOB_BITS) {
    tally.add("blobs", value.length, at);
  }
}

/** Entropy of a string, in bits a character. */
function bitsOf(text: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** `"l" .. "o" .. "ad"`: pieces of one or two characters behind each other. */
function chain(whole: LuaBinary, tally: Tally): void {
  const pieces: LuaExpression[] = [];
  let rest: LuaExpression = whole;
  for (let steps = 0; steps < CHAIN && rest.kind === "binary" && rest.operator === ".."; steps += 1) {
    pieces.push(rest.left);
    rest = rest.right;
  }
  pieces.push(rest);
  const short = pieces.filter((piece) => piece.kind === "string" && piece.value.length <= 2 && /\w/.test(piece.value));
  if (short.length >= 3 && short.length * 2 > pieces.length) tally.add("splitText", short.length, whole);
}

function call(at: LuaCall | LuaMethodCall, tally: Tally): void {
  const name = at.kind === "call" ? libraryName(at.callee) : null;
  const method = at.kind === "method" ? at.method.value : null;
  if (name === "string.char") characters(at, tally);
  const reversed = method === "reverse" ? at.kind === "method" && at.object : name === "string.reverse" && at.values[0];
  if (reversed) {
    const origin = originOf(reversed);
    if (origin.kind === "string") tally.add("reversedText", origin.value.length, at);
  }
  if (at.kind !== "call" || name !== null) return;
  for (const value of at.values.slice(0, 3)) if (isGarbled(value)) tally.add("garbledCalls", 1, value);
}

function characters(
  { values, ...at }: LuaExpression & { readonly values: readonly LuaExpression[] },
  tally: Tally,
): void {
  const printable = values.filter((value) => value.kind === "integer" && value.value >= 32n && value.value < 127n);
  if (printable.length >= 3 && printable.length === values.length) tally.add("spelledText", printable.length, at);
  const [first] = values;
  const inner = first?.kind === "group" ? first.inner : first;
  const isComputed =
    inner?.kind === "binary"
      ? ARITHMETIC.has(inner.operator)
      : inner?.kind === "call" && /^bit(?:32)?\.bxor$/.test(libraryName(inner.callee) ?? "");
  if (isComputed) tally.add("coded", 1, at);
}

/** A string that is neither text nor a part of a protocol with text in it. */
function isGarbled(value: LuaExpression): boolean {
  if (value.kind !== "string" || value.value.length < 4) return false;
  if (ENCODED.test(value.value) && value.value.length >= 12) return true;
  const unseen = value.value.match(/[^\t\n\r -~]/g)?.length ?? 0;
  return unseen * 4 > value.value.length && !isUtf8(value.value);
}

function isUtf8(bytes: string): boolean {
  if (!/^[\t\n\r -\xff]*$/.test(bytes)) return false;
  try {
    UTF_8.decode(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
    return true;
  } catch {
    return false;
  }
}

function table({ fields, ...at }: LuaTable, tally: Tally): void {
  let bytes = 0;
  let encoded = 0;
  for (const { key, value } of fields) {
    if (key !== null) continue;
    if (value.kind === "integer" && value.value >= 0n && value.value < 256n) bytes += 1;
    else if (value.kind === "string" && (ENCODED.test(value.value) || isGarbled(value))) encoded += 1;
  }
  if (bytes >= BYTES && bytes * 10 > fields.length * 9) tally.add("byteTables", bytes, at);
  if (encoded * 2 > fields.length) tally.add("codeTables", encoded, at);
}
