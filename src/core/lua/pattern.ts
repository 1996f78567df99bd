/** A part of a pattern of Lua's string library (reference manual, section 6.4.1) that takes characters. */
export interface PatternItem {
  /** Which of the 256 bytes it takes: bit `byte & 31` of word `byte >> 5`. */
  readonly set: Readonly<Uint32Array>;
  /** `one` takes exactly one, `some` one or more, `any` none or more, `maybe` none or one. */
  readonly kind: "one" | "some" | "any" | "maybe";
}

export interface LuaPattern {
  readonly items: readonly PatternItem[];
  readonly isAnchored: boolean;
  /** Whether it ends with `$`. */
  readonly isClosed: boolean;
}

/** Characters of a pattern that are read. */
const LONGEST = 4096;
const KINDS: Readonly<Record<string, PatternItem["kind"]>> = { "*": "any", "-": "any", "+": "some", "?": "maybe" };
/** Classes by the letter behind `%`, in the C locale. */
const CLASSES: ReadonlyMap<string, Readonly<Uint32Array>> = new Map(
  (
    [
      ["a", /[A-Za-z]/],
      ["c", /\p{Cc}/u],
      ["d", /[0-9]/],
      ["g", /[!-~]/],
      ["l", /[a-z]/],
      ["p", /[!-/:-@[-`{-~]/],
      ["s", /[\t-\r ]/],
      ["u", /[A-Z]/],
      ["w", /[A-Za-z0-9]/],
      ["x", /[A-Fa-f0-9]/],
    ] as const
  ).flatMap(([letter, pattern]) => {
    const set = emptySet();
    for (let byte = 0; byte < 128; byte += 1) if (pattern.test(String.fromCharCode(byte))) add(set, byte);
    return [
      [letter, set],
      [letter.toUpperCase(), set.map((word) => ~word)],
    ] as const;
  }),
);
const ALL: Readonly<Uint32Array> = emptySet().fill(0xffff_ffff);

/** Reads a pattern as far as it goes: what is malformed, or too long, ends it. */
export function readPattern(pattern: string): LuaPattern {
  const text = pattern.slice(0, LONGEST);
  const items: PatternItem[] = [];
  const isAnchored = text.startsWith("^");
  let at = isAnchored ? 1 : 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "(" || char === ")") at += 1;
    else if (char === "$" && at === text.length - 1) return { items, isAnchored, isClosed: true };
    else if (char === "%" && text[at + 1] === "b") {
      items.push({ set: single(text.charCodeAt(at + 2) & 255), kind: "some" });
      at += 4;
    } else if (char === "%" && text[at + 1] === "f") at = setEnd(text, at + 2);
    else {
      const end = char === "[" ? setEnd(text, at) : at + (char === "%" ? 2 : 1);
      const kind = KINDS[text.charAt(end)];
      items.push({ set: setOf(text.slice(at, end)), kind: kind ?? "one" });
      at = end + (kind === undefined ? 0 : 1);
    }
  }
  return { items, isAnchored, isClosed: false };
}

/** Whether a byte is in both sets. */
export function overlap(left: Readonly<Uint32Array>, right: Readonly<Uint32Array>): boolean {
  return left.some((word, at) => (word & (right[at] ?? 0)) !== 0);
}

/** Whether every byte is in a set. */
export function isEverything(set: Readonly<Uint32Array>): boolean {
  return set.every((word) => word === 0xffff_ffff);
}

/** The offset behind a `[set]`. */
function setEnd(text: string, start: number): number {
  let at = start + (text[start + 1] === "^" ? 2 : 1);
  do at += text[at] === "%" ? 2 : 1;
  while (at < text.length && text[at] !== "]");
  return at + 1;
}

/** The bytes that a character, class or `[set]` takes. */
function setOf(part: string): Readonly<Uint32Array> {
  if (part === ".") return ALL;
  if (part.startsWith("%")) return classOf(part.charAt(1));
  return part.startsWith("[") && part.length > 1 ? bracketSet(part.slice(1, -1)) : single(part.charCodeAt(0) & 255);
}

function classOf(letter: string): Readonly<Uint32Array> {
  // What an earlier capture holds may be anything.
  if (/[0-9]/.test(letter)) return ALL;
  return CLASSES.get(letter) ?? single(letter.charCodeAt(0) & 255);
}

function bracketSet(inside: string): Readonly<Uint32Array> {
  const set = emptySet();
  const isNegated = inside.startsWith("^");
  for (let at = isNegated ? 1 : 0; at < inside.length; at += 1) {
    if (inside[at] === "%") {
      at += 1;
      for (const [word, bits] of classOf(inside.charAt(at)).entries()) set[word] = (set[word] ?? 0) | bits;
    } else if (inside[at + 1] === "-" && at + 2 < inside.length) {
      for (let byte = inside.charCodeAt(at) & 255; byte <= (inside.charCodeAt(at + 2) & 255); byte += 1) add(set, byte);
      at += 2;
    } else add(set, inside.charCodeAt(at) & 255);
  }
  return isNegated ? set.map((word) => ~word) : set;
}

function emptySet(): Uint32Array {
  return new Uint32Array(8);
}

function single(byte: number): Uint32Array {
  const set = emptySet();
  add(set, byte);
  return set;
}

function add(set: Uint32Array, byte: number): void {
  set[byte >> 5] = (set[byte >> 5] ?? 0) | (1 << (byte & 31));
}
