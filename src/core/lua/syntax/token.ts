export const KEYWORDS = [
  "and",
  "break",
  "do",
  "else",
  "elseif",
  "end",
  "false",
  "for",
  "function",
  "goto",
  "if",
  "in",
  "local",
  "nil",
  "not",
  "or",
  "repeat",
  "return",
  "then",
  "true",
  "until",
  "while",
] as const;

/** Every symbol, the longer of two that begin alike first. */
export const SYMBOLS = [
  "...",
  "<<",
  ">>",
  "//",
  "==",
  "~=",
  "<=",
  ">=",
  "::",
  "..",
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "#",
  "&",
  "~",
  "|",
  "<",
  ">",
  "=",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  ";",
  ":",
  ",",
  ".",
] as const;

export type LuaKeyword = (typeof KEYWORDS)[number];
export type LuaSymbol = (typeof SYMBOLS)[number];

/** What a token is (reference manual, section 3.1); `unknown` is a character that begins none. */
export type LuaTokenKind = LuaKeyword | LuaSymbol | "<name>" | "<string>" | "<number>" | "<eof>" | "unknown";

export const BEGINS_NAME = 1;
export const DIGIT = 2;
export const BLANK = 3;
/** What a character of ASCII is, by its code; 0 is anything else. */
export const CHARACTERS: Readonly<Uint8Array> = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const char = String.fromCharCode(code);
    if (/[A-Za-z_]/.test(char)) table[code] = BEGINS_NAME;
    if (/[0-9]/.test(char)) table[code] = DIGIT;
    if (/[ \t\n\r\f\v]/.test(char)) table[code] = BLANK;
  }
  return table;
}
