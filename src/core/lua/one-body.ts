import { readLuaTokens } from "./tokens.ts";

const OPENS: ReadonlySet<string> = new Set(["function", "do", "if", "repeat", "(", "{", "["]);
const CLOSES: ReadonlySet<string> = new Set(["end", "until", ")", "}", "]"]);

/**
 * Whether a text stays the body of one function when `function (…)` is put before it and `end` behind: it closes only what it
 * opened. RmlUi makes handlers just so, and would run what follows a stray `end` at once.
 */
export function isOneBody(source: string): boolean {
  let depth = 0;
  for (const { kind, text } of readLuaTokens(source).tokens) {
    if (kind !== "keyword" && kind !== "symbol") continue;
    if (OPENS.has(text)) depth += 1;
    else if (CLOSES.has(text)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
