import { LuaLexer } from "../../core/lua/syntax/lexer.ts";
import type { LuaRange, LuaString, LuaVariable } from "../../core/lua/syntax/ast.ts";
import { parseLua } from "../../core/lua/syntax/parse.ts";
import { walkLua } from "../../core/lua/walk.ts";

/** Small copies of what Lua obfuscators do, to measure what of it is found. Each makes a source into one that does the same. */
export const obfuscators: Readonly<Record<string, (source: string) => string>> = {
  "names in hexadecimal": (source) => renamed(source, (nth) => `_0x${(nth * 7919 + 4096).toString(16)}`),
  "names that look alike": (source) =>
    renamed(source, (nth) => `l${nth.toString(2).padStart(7, "0").replaceAll("0", "I").replaceAll("1", "l")}`),
  "names of random letters": (source) => renamed(source, (nth) => randomLetters(nth, 30)),
  "text in escapes": (source) => withText(source, (bytes) => `"${escapes(bytes)}"`),
  "text of string.char": (source) => withText(source, (bytes) => `string.char(${codes(bytes).join(",")})`),
  "text of single characters": (source) =>
    withText(source, (bytes) => `(${Array.from(bytes, (char) => `"\\${char.charCodeAt(0)}"`).join("..")})`),
  "text backwards": (source) =>
    withText(source, (bytes) => `("${decimals(Array.from(bytes).toReversed().join(""))}"):reverse()`),
  "text by exclusive or": (source) =>
    `local function d(s,k) local r="" for i=1,#s do r=r..string.char(s:byte(i)~k) end return r end ${withText(
      minified(source),
      (bytes, nth) => `d("${decimals(xored(bytes, 131 + (nth % 100)))}",${131 + (nth % 100)})`,
    )}`,
  "text in a list of Base64": (source) => {
    const list: string[] = [];
    const code = withText(
      minified(source),
      (bytes) => `d(t[${list.push(Buffer.from(bytes, "latin1").toString("base64"))}])`,
    );
    return `local t={${list.map((text) => `"${text}"`).join(",")}} ${BASE64} ${code}`;
  },
};

const LONGEST = 150;
const BASE64 = `local b="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" local function d(s) local r,n,v="",0,0 for c in s:gmatch("[^=]") do v=v<<6|b:find(c,1,true)-1 n=n+6 if n>=8 then n=n-8 r=r..string.char(v>>n&255) v=v&((1<<n)-1) end end return r end`;

/** The source with names of one and two letters and no more blanks and line breaks than it needs. */
export function minified(source: string): string {
  return joined(renamed(source, (nth) => `${String.fromCharCode(97 + (nth % 26))}${nth < 26 ? "" : nth.toString(36)}`));
}

/** What would be another token without a blank between. */
const TOGETHER = [
  [/\w$/, /^\w/],
  [/[0-9.]$/, /^\./],
  [/-$/, /^-/],
  [/\[$/, /^\[/],
  [/[<>=~]$/, /^=/],
] as const;

function joined(source: string): string {
  const lexer = new LuaLexer(source);
  let text = "";
  for (lexer.next(); lexer.kind !== "<eof>"; lexer.next()) {
    const token = source.slice(lexer.start, lexer.end);
    const isApart = TOGETHER.some(([before, after]) => before.test(text) && after.test(token));
    text += isApart ? ` ${token}` : token;
  }
  return text;
}

function renamed(source: string, nameOf: (nth: number) => string): string {
  const names = new Map<LuaVariable, string>();
  const edits: Edit[] = [];
  const rename = (variable: LuaVariable, at: LuaRange): void => {
    if (variable.name === "self" || variable.name.startsWith("_")) return;
    const name = names.get(variable) ?? nameOf(names.size);
    names.set(variable, name);
    edits.push([at, name]);
  };
  visit(source, rename, () => undefined);
  return edited(source, edits);
}

function withText(source: string, spell: (bytes: string, nth: number) => string): string {
  const edits: Edit[] = [];
  visit(
    source,
    () => undefined,
    (literal) => {
      // Lua takes no more arguments, nor a longer chain. A call with a string and no parentheses needs them now.
      if (literal.value.length > 0 && literal.value.length <= LONGEST)
        edits.push([literal, `(${spell(literal.value, edits.length)})`]);
    },
  );
  return edited(source, edits);
}

type Edit = readonly [at: LuaRange, text: string];

function edited(source: string, edits: readonly Edit[]): string {
  let text = "";
  let from = 0;
  for (const [{ start, end }, replacement] of edits.toSorted(([a], [b]) => a.start - b.start)) {
    text += source.slice(from, start) + replacement;
    from = end;
  }
  return text + source.slice(from);
}

function visit(
  source: string,
  variable: (variable: LuaVariable, at: LuaRange) => void,
  text: (literal: LuaString) => void,
): void {
  const parsed = parseLua(source);
  if (!parsed.ok) throw new TypeError(parsed.problem.message);
  const declare = (all: readonly LuaVariable[]): void => all.forEach((each) => variable(each, each));
  walkLua(parsed.body, {
    block: () => undefined,
    expression: (expression) => {
      if (expression.kind === "local") variable(expression.variable, expression);
      else if (expression.kind === "function") declare(expression.parameters);
      // A name behind a dot is a string without quotes.
      else if (expression.kind === "string" && /["'[]/.test(source.charAt(expression.start))) text(expression);
    },
    statement: (statement) => {
      if (statement.kind === "local function") declare([statement.variable]);
      else if (statement.kind === "local" || statement.kind === "for" || statement.kind === "for in") {
        declare(statement.variables);
      }
    },
  });
}

function codes(bytes: string): readonly number[] {
  return Array.from(bytes, (char) => char.charCodeAt(0));
}

function escapes(bytes: string): string {
  return codes(bytes)
    .map((code) => `\\x${code.toString(16).padStart(2, "0")}`)
    .join("");
}

function decimals(bytes: string): string {
  return codes(bytes)
    .map((code) => `\\${String(code).padStart(3, "0")}`)
    .join("");
}

function xored(bytes: string, key: number): string {
  return String.fromCharCode(...codes(bytes).map((code) => code ^ key));
}

function randomLetters(nth: number, length: number): string {
  let state = nth * 7919 + 1;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const letter = 65 + ((state >> 8) % 26);
    return String.fromCharCode(letter + ((state >> 16) % 2) * 32);
  }).join("");
}
