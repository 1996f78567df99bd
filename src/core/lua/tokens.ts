/** A token of Lua 5.4 (reference manual, section 3.1). Comments and white space are none. */
export interface LuaToken {
  readonly kind: "name" | "keyword" | "string" | "number" | "symbol";
  /** The source text of a name, keyword, number or symbol; the value of a string, its bytes above 127 left as characters. */
  readonly text: string;
  /** UTF-16 offsets into the source, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Where a source stops being Lua. */
export interface LuaProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface LuaTokens {
  readonly tokens: readonly LuaToken[];
  /** The first thing that is no token, behind which nothing was read; null when there is none. */
  readonly problem: LuaProblem | null;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while".split(
    " ",
  ),
);
const BLANK = /[ \t\n\r\f\v]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER =
  /0[xX](?:[0-9a-fA-F]+(?:\.[0-9a-fA-F]*)?|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const SYMBOL = /\.\.\.|<<|>>|\/\/|==|~=|<=|>=|::|\.\.|[-+*/%^#&~|<>=(){}[\];:,.]/y;
const LONG_OPEN = /\[(=*)\[/y;
const PLAIN = /[^"'\\\r\n]+/y;
const ESCAPES: Readonly<Record<string, string>> = {
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
  "\n": "\n",
  "\r": "\n",
};
const CODED = /x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,8})\}|([0-9]{1,3})/y;

/** Splits Lua source into tokens in one pass, linear whatever the source is. A first line that begins with `#` is skipped. */
export function readLuaTokens(source: string): LuaTokens {
  return new Lexer(source).read();
}

class Lexer {
  readonly #source: string;
  readonly #tokens: LuaToken[] = [];
  #at = 0;
  #problem: LuaProblem | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  read(): LuaTokens {
    if (this.#source.startsWith("#")) this.#at = lineEnd(this.#source, 0);
    while (this.#problem === null && this.#at < this.#source.length) this.#next();
    return { tokens: this.#tokens, problem: this.#problem };
  }

  #next(): void {
    if (this.#take(BLANK) !== null || this.#comment()) return;
    const start = this.#at;
    const name = this.#take(NAME);
    if (name !== null) return this.#push(KEYWORDS.has(name) ? "keyword" : "name", name, start);
    const number = this.#take(NUMBER);
    if (number !== null) return this.#push("number", number, start);
    const quote = this.#source[start];
    if (quote === '"' || quote === "'") return this.#string(quote);
    if (quote === "[") {
      const long = this.#long();
      if (long !== null) return this.#push("string", long, start);
      if (this.#problem !== null) return;
    }
    const symbol = this.#take(SYMBOL);
    if (symbol !== null) return this.#push("symbol", symbol, start);
    this.#fail("This character is no Lua.", start, start + 1);
  }

  #comment(): boolean {
    if (!this.#source.startsWith("--", this.#at)) return false;
    this.#at += 2;
    if (this.#source[this.#at] !== "[" || this.#long() === null) {
      if (this.#problem === null) this.#at = lineEnd(this.#source, this.#at);
    }
    return true;
  }

  /** The text of a long bracket, or null when there is none here. */
  #long(): string | null {
    const start = this.#at;
    LONG_OPEN.lastIndex = start;
    const open = LONG_OPEN.exec(this.#source);
    if (open === null) return null;
    const close = `]${open[1] ?? ""}]`;
    const from = start + open[0].length;
    const end = this.#source.indexOf(close, from);
    if (end < 0) {
      this.#fail(`The long bracket ${open[0]} is never closed.`, start, from);
      return null;
    }
    this.#at = end + close.length;
    return this.#source.slice(from, end).replace(/^\r?\n/, "");
  }

  #string(quote: string): void {
    const start = this.#at;
    let value = "";
    this.#at += 1;
    for (;;) {
      value += this.#take(PLAIN) ?? "";
      const char = this.#source[this.#at];
      if (char === undefined || char === "\n" || char === "\r") {
        return this.#fail("The string is not closed on its line.", start, this.#at);
      }
      this.#at += 1;
      if (char === quote) break;
      if (char !== "\\") value += char;
      else {
        const escaped = this.#escape();
        if (escaped === null) return this.#fail("This is no escape of Lua.", this.#at - 1, this.#at + 1);
        value += escaped;
      }
    }
    this.#push("string", value, start);
  }

  #escape(): string | null {
    const char = this.#source[this.#at];
    if (char === "z") {
      this.#at += 1;
      this.#take(BLANK);
      return "";
    }
    if (char !== undefined && Object.hasOwn(ESCAPES, char)) {
      this.#at += char === "\r" && this.#source[this.#at + 1] === "\n" ? 2 : 1;
      return ESCAPES[char] ?? "";
    }
    CODED.lastIndex = this.#at;
    const coded = CODED.exec(this.#source);
    if (coded === null) return null;
    const [all, hex, unicode, decimal] = coded;
    const code = decimal === undefined ? Number.parseInt(hex ?? unicode ?? "", 16) : Number(decimal);
    if (decimal !== undefined && code > 255) return null;
    this.#at += all.length;
    return String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) return null;
    this.#at += match[0].length;
    return match[0];
  }

  #push(kind: LuaToken["kind"], text: string, start: number): void {
    this.#tokens.push({ kind, text, start, end: this.#at });
  }

  #fail(message: string, start: number, end: number): void {
    this.#problem = { message, start, end: Math.min(end, this.#source.length) };
  }
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}
