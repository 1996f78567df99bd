import type { LuaRange } from "./syntax/ast.ts";
import type { RuleId } from "../findings/catalogue.ts";

/** Something in Lua source that a rule is about. Offsets are UTF-16 units of the source. */
export interface LuaRemark extends LuaRange {
  readonly rule: RuleId;
  readonly message: string;
}

/** What has nothing to remark. */
export const NOTHING: readonly LuaRemark[] = [];

/** The one remark that a place deserves. */
export function remark(rule: RuleId, message: string, { start, end }: LuaRange): readonly LuaRemark[] {
  return [{ rule, message, start, end }];
}
