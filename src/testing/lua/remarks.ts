import { checkLua } from "../../core/lua/check-lua.ts";

/** What the rules remark on Lua: each as the rule and the text it is about. */
export function remarksOf(source: string): readonly string[] {
  return checkLua(source).remarks.map(({ rule, start, end }) => `${rule} ${source.slice(start, end)}`);
}
