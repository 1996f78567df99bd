import type { LuaRule } from "./rule.ts";
import { likelyString } from "../known-values.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaAssignment, LuaCall, LuaMethodCall } from "../syntax/ast.ts";

/** Markup and handlers that are made of text while the app runs: what they hold cannot be checked before. */
export const markup: LuaRule = {
  expression: (expression) =>
    expression.kind === "call" || expression.kind === "method" ? attributeRemarks(expression) : NOTHING,
  statement: (statement) => (statement.kind === "assignment" ? targetRemarks(statement) : NOTHING),
};

function targetRemarks({ targets }: LuaAssignment): readonly LuaRemark[] {
  return targets.flatMap((target) => {
    if (target.kind !== "index" || likelyString(target.key) !== "inner_rml") return NOTHING;
    return remark("lua/markup", "`inner_rml` is set, which parses text as markup.", target.key);
  });
}

function attributeRemarks(call: LuaCall | LuaMethodCall): readonly LuaRemark[] {
  const isMethod = call.kind === "method";
  const name = isMethod ? call.method : call.callee.kind === "index" ? call.callee.key : null;
  const attribute = call.values[isMethod ? 0 : 1];
  if (name === null || attribute === undefined || likelyString(name) !== "SetAttribute") return NOTHING;
  if (!/^on/i.test(likelyString(attribute) ?? "")) return NOTHING;
  return remark("lua/markup", "A handler is set as text.", { start: name.start, end: attribute.end });
}
