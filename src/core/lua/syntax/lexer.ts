import { type LuaNumber, readNumeral } from "./numeral.ts";
import { demandAtMost, refuse } from "./problem.ts";
import { readLong, readQuoted } from "./quoted.ts";
import { BEGINS_NAME, BLANK, CHARACTERS, DIGIT, KEYWORDS, type LuaTokenKind, SYMBOLS } from "./token.ts";
import { echoSource } from "../../findings/finding.ts";
import { limits } from "../../limits.ts";

const KEYWORD = new Map<string, LuaTokenKind>(KEYWORDS.map((word) => [word, word]));
const LONGEST_KEYWORD = Math.max(...KEYWORDS.map(({ length }) => length));
/** Symbols by the code of their first character, longer ones first. */
const BY_FIRST: readonly (readonly LuaTokenKind[])[] = Array.from({ length: 128 }, (_, code) =>
  SYMBOLS.filter((symbol) => symbol.charCodeAt(0) === code),
);
/** All that Lua's lexer takes for a numeral, well-formed or not. */
const NUMERAL = /(?:0[xX](?:[pP][+-]?|[0-9a-fA-F.])*|\.?[0-9](?:[eE][+-]?|[0-9a-fA-F.])*)[A-Za-z_]?/y;
const NOTHING: LuaNumber = { kind: "integer", value: 0n };
const HASH = 0x23;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const DASH = 0x2d;
const DOT = 0x2e;
const EQUALS = 0x3d;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const [LINE_FEED, RETURN] = [0x0a, 0x0d];

/**
 * Reads the tokens of a source one by one, as Lua's `llex.c` does: the one it stands at is in the fields. Every method throws
 * `LuaProblemError` where the source is no Lua.
 */
export class LuaLexer {
  readonly source: string;
  kind: LuaTokenKind = "<eof>";
  start = 0;
  end = 0;
  /** End of the token before. */
  before = 0;
  /** Of a name its text, of a string its bytes. */
  text = "";
  number: LuaNumber = NOTHING;
  /** Tokens read so far. */
  count = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Passes over what `luaL_loadfile` passes over: a byte order mark, and a first line that begins with `#`. */
  skipHead(): void {
    if (this.source.startsWith("\ufeff")) this.end = 1;
    if (this.source.charCodeAt(this.end) === HASH) this.#skipLine();
  }

  next(): void {
    this.before = this.end;
    this.#skipBlank();
    this.start = this.end;
    this.count += 1;
    demandAtMost(limits.lua.tokens, this.count, "tokens", this.start, this.start);
    this.kind = this.#read();
  }

  /** Whether the token behind this one is `=`. */
  isEqualsNext(): boolean {
    const { end } = this;
    this.#skipBlank();
    const found = this.#at(0) === EQUALS && this.#at(1) !== EQUALS;
    this.end = end;
    return found;
  }

  #at(offset: number): number {
    const at = this.end + offset;
    return at < this.source.length ? this.source.charCodeAt(at) : -1;
  }

  #skipBlank(): void {
    const { source } = this;
    for (;;) {
      const code = this.#at(0);
      if (code >= 0 && code < 128 && CHARACTERS[code] === BLANK) this.end += 1;
      else if (code === DASH && this.#at(1) === DASH) {
        const long = readLong(source, this.end + 2, "comment");
        if (long === null) this.#skipLine();
        else {
          demandAtMost(limits.lua.literalChars, long.end - this.end, "characters in a comment", this.end, this.end + 2);
          this.end = long.end;
        }
      } else return;
    }
  }

  #skipLine(): void {
    for (let code = this.#at(0); code !== -1 && code !== LINE_FEED && code !== RETURN; code = this.#at(0))
      this.end += 1;
  }

  #read(): LuaTokenKind {
    const code = this.#at(0);
    if (code === -1) return "<eof>";
    const kind = code < 128 ? CHARACTERS[code] : 0;
    if (kind === BEGINS_NAME) return this.#name();
    if (kind === DIGIT) return this.#number();
    if (code === QUOTE || code === APOSTROPHE) return this.#quoted(code);
    if (code === BRACKET) {
      const long = readLong(this.source, this.start, "string");
      if (long !== null) return this.#string(long.value, long.end);
      if (this.#at(1) === EQUALS) return refuse("invalid long string delimiter", this.start, this.start + 2);
    }
    if (code === DOT && CHARACTERS[this.#at(1)] === DIGIT) return this.#number();
    return this.#symbol(code);
  }

  #name(): LuaTokenKind {
    const { source } = this;
    let at = this.start + 1;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code >= 128) break;
      const kind = CHARACTERS[code];
      if (kind !== BEGINS_NAME && kind !== DIGIT) break;
    }
    this.end = at;
    this.text = source.slice(this.start, at);
    return (at - this.start <= LONGEST_KEYWORD ? KEYWORD.get(this.text) : undefined) ?? "<name>";
  }

  #number(): LuaTokenKind {
    NUMERAL.lastIndex = this.start;
    const text = NUMERAL.exec(this.source)?.[0] ?? "";
    this.end = this.start + text.length;
    demandAtMost(limits.lua.numeralChars, text.length, "characters in a numeral", this.start, this.end);
    this.number = readNumeral(text) ?? refuse(`malformed number near '${echoSource(text)}'`, this.start, this.end);
    return "<number>";
  }

  #quoted(quote: number): LuaTokenKind {
    const { source } = this;
    for (let at = this.start + 1; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === quote) return this.#string(source.slice(this.start + 1, at), at + 1);
      if (code === BACKSLASH || code >= 128 || code === LINE_FEED || code === RETURN) break;
    }
    const { value, end } = readQuoted(source, this.start);
    return this.#string(value, end);
  }

  #string(bytes: string, end: number): LuaTokenKind {
    demandAtMost(limits.lua.literalChars, end - this.start, "characters in a string", this.start, this.start + 1);
    this.text = bytes;
    this.end = end;
    return "<string>";
  }

  #symbol(code: number): LuaTokenKind {
    for (const symbol of BY_FIRST[code] ?? []) {
      if (symbol.length > 1 && !this.source.startsWith(symbol, this.start)) continue;
      this.end = this.start + symbol.length;
      return symbol;
    }
    this.end = this.start + String.fromCodePoint(this.source.codePointAt(this.start) ?? 0).length;
    return "unknown";
  }
}
