import { keyViolation, stringViolation } from "./canonical.ts";
import { lineIndex } from "./line-index.ts";
import { appendPointer, type JsonObject, type JsonValue } from "./value.ts";
import { echo, type Finding, finding, type Range } from "../findings/finding.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { limits } from "../limits.ts";

/** A document that was read, with the places of its values. */
export interface JsonDocument {
  readonly file: string;
  readonly value: JsonValue;
  /** Where the value at a JSON pointer stands, or its nearest ancestor that exists. */
  locate(pointer: string): Range;
}

export type ParsedJson =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Reads a Mosis JSON document: RFC 8259 without duplicate keys, byte order mark or depth over 32, and only values that have a
 * canonical form. So what a person reads in the file, what any parser reads and what is signed are one thing. Gives up after
 * `limits.json.findings` findings.
 *
 * @param file the name to put into findings
 */
export function parseJson(bytes: Uint8Array, file: string): ParsedJson {
  const text = decode(bytes);
  if (typeof text !== "string") return { ok: false, findings: [finding(text.rule, { file, message: text.message })] };
  const parser = new Parser(text, file, null);
  const value = parser.document();
  if (value === undefined || parser.findings.length > 0) return { ok: false, findings: parser.findings };
  return { ok: true, document: { file, value, locate: locator(text, file) } };
}

function decode(bytes: Uint8Array): string | { rule: RuleId; message: string } {
  if (bytes.length > limits.json.bytes) {
    return {
      rule: "json/too-large",
      message: `The document has ${bytes.length} bytes, more than ${limits.json.bytes}.`,
    };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { rule: "json/encoding", message: "The document is not valid UTF-8." };
  }
  if (text.startsWith("\ufeff"))
    return { rule: "json/encoding", message: "The document begins with a byte order mark." };
  return text;
}

/** Parses again with positions only when one is asked for: most documents are fine and need none. */
function locator(text: string, file: string): (pointer: string) => Range {
  const position = lineIndex(text);
  let spans: Map<string, number> | undefined;
  return (pointer) => {
    if (spans === undefined) {
      spans = new Map();
      new Parser(text, file, spans).document();
    }
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
      const offset = spans.get(at);
      if (offset !== undefined) return position(offset);
      if (at === "") return { line: 1, column: 1 };
    }
  };
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- RFC 8259 section 7: these end a string's plain run
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** A syntax error ends the parse, and so does the last finding that is reported; everything else is collected. */
class SyntaxStop extends Error {}

class Parser {
  readonly findings: Finding[] = [];
  readonly #text: string;
  readonly #file: string;
  readonly #spans: Map<string, number> | null;
  readonly #position: (offset: number) => Range;
  #at = 0;

  constructor(text: string, file: string, spans: Map<string, number> | null) {
    this.#text = text;
    this.#file = file;
    this.#spans = spans;
    this.#position = lineIndex(text);
  }

  document(): JsonValue | undefined {
    try {
      const value = this.#value("", 0);
      this.#space();
      if (this.#at < this.#text.length) this.#stop("the end of the document");
      return value;
    } catch (error) {
      if (error instanceof SyntaxStop) return undefined;
      throw error;
    }
  }

  #value(pointer: string, depth: number): JsonValue {
    this.#space();
    this.#spans?.set(pointer, this.#at);
    const char = this.#text[this.#at];
    if (char === "{" || char === "[") {
      if (depth === limits.json.depth) {
        this.#report("json/depth", pointer, this.#at, `Nesting exceeds ${limits.json.depth} levels.`);
        throw new SyntaxStop();
      }
      return char === "{" ? this.#object(pointer, depth + 1) : this.#array(pointer, depth + 1);
    }
    if (char === '"') return this.#checkedString(pointer);
    if (char === "-" || (char !== undefined && char >= "0" && char <= "9")) return this.#number(pointer);
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#stop("a value");
  }

  #object(pointer: string, depth: number): JsonObject {
    const object: Record<string, JsonValue> = {};
    this.#at += 1;
    if (this.#accept("}")) return object;
    do {
      this.#space();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#stop("a key in double quotes");
      const key = this.#string();
      const child = appendPointer(pointer, key);
      if (Object.hasOwn(object, key))
        this.#report("json/duplicate-key", child, start, `The key ${echo(key)} occurs twice.`);
      const violation = keyViolation(key);
      if (violation !== null) this.#report("json/not-canonical", child, start, violation.message, violation.expected);
      if (!this.#accept(":")) this.#stop('":"');
      // defineProperty, because assigning to "__proto__" would set the prototype instead.
      Object.defineProperty(object, key, {
        value: this.#value(child, depth),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } while (this.#accept(","));
    if (!this.#accept("}")) this.#stop('"," or "}"');
    return object;
  }

  #array(pointer: string, depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.#at += 1;
    if (this.#accept("]")) return array;
    do array.push(this.#value(appendPointer(pointer, array.length), depth));
    while (this.#accept(","));
    if (!this.#accept("]")) this.#stop('"," or "]"');
    return array;
  }

  #checkedString(pointer: string): string {
    const start = this.#at;
    const text = this.#string();
    const violation = stringViolation(text);
    if (violation !== null) this.#report("json/not-canonical", pointer, start, violation.message, violation.expected);
    return text;
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN);
      if (this.#text[this.#at] === '"') break;
      if (this.#text[this.#at] !== "\\" || this.#match(ESCAPE) === null)
        this.#stop('a string character, an escape or "');
    }
    this.#at += 1;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #number(pointer: string): number {
    const start = this.#at;
    const match = this.#match(NUMBER);
    if (match === null) return this.#stop("a number");
    const value = Number(match[0]);
    if (match[1] !== undefined || match[2] !== undefined || !Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.#report(
        "json/not-canonical",
        pointer,
        start,
        `${match[0].slice(0, 40)} is not a plain integer.`,
        "an integer below 2^53",
      );
    }
    return value;
  }

  #accept(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #report(rule: RuleId, pointer: string, offset: number, message: string, expected?: string): void {
    const range = this.#position(offset);
    this.findings.push(
      finding(rule, { file: this.#file, pointer, range, message, ...(expected !== undefined && { expected }) }),
    );
    if (this.findings.length === limits.json.findings) throw new SyntaxStop();
  }

  #stop(expected: string): never {
    const char = this.#text.codePointAt(this.#at);
    const found = char === undefined ? "the end of the document" : echo(String.fromCodePoint(char));
    const range = this.#position(this.#at);
    this.findings.push(finding("json/syntax", { file: this.#file, range, message: `Found ${found}.`, expected }));
    throw new SyntaxStop();
  }
}
