import type { LuaRule } from "./rule.ts";
import { likelyString } from "../known-values.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaExpression } from "../syntax/ast.ts";

/** How compiled Lua begins (`LUA_SIGNATURE`, and LuaJIT's); code that asks whether a text does so has no more of it. */
const PLAIN = ["\x1bLua", "\x1bLJ"];
/** The same in other spellings. */
const SPELLED: readonly (readonly [what: string, begin: RegExp])[] = [
  ["Lua bytecode in Base64", /^G0x(?:1Y|K)[A-Za-z0-9+/_-]{8}/],
  ["Lua bytecode in hexadecimal", /^1b4c(?:7561|4a)[0-9a-f]{8}/i],
];

/** Strings that are compiled Lua, which nobody can review. */
export const bytecode: LuaRule = {
  expression: (expression, parent) => {
    if (expression.kind === "string") return signed(expression, expression.value);
    const isJoined = expression.kind === "binary" && expression.operator === "..";
    if (!isJoined || (parent?.kind === "binary" && parent.operator === "..")) return NOTHING;
    return signed(expression, likelyString(expression) ?? "");
  },
};

function signed(at: LuaExpression, value: string): readonly LuaRemark[] {
  const isPlain = PLAIN.some((begin) => value.length > begin.length && value.startsWith(begin));
  const what = isPlain ? "Lua bytecode" : SPELLED.find(([, begin]) => begin.test(value))?.[0];
  return what === undefined ? NOTHING : remark("lua/bytecode", `This string is ${what}.`, at);
}
