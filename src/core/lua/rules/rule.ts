import type { LuaRemark } from "../remark.ts";
import type { LuaBlock, LuaExpression, LuaStatement } from "../syntax/ast.ts";

/** A rule of Lua. It is shown every part of a tree once, in no order, and says what is wrong with each. */
export interface LuaRule {
  /** `parent` is the expression that it is a part of. */
  readonly expression?: (expression: LuaExpression, parent: LuaExpression | null) => readonly LuaRemark[];
  readonly statement?: (statement: LuaStatement) => readonly LuaRemark[];
  readonly block?: (block: LuaBlock) => readonly LuaRemark[];
  /** What only the whole tells: asked when everything was shown. */
  readonly end?: () => readonly LuaRemark[];
}
