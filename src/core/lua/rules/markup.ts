import type { LuaRule } from "./rule.ts";
import { likelyString } from "../known-values.ts";
import { constantText, type LiteralText } from "../literal-text.ts";
import { originOf } from "../origin.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaAssignment, LuaCall, LuaExpression, LuaMethodCall } from "../syntax/ast.ts";

/** Finds constant strings that RmlUi reads as a part of a document. */
export interface Markup extends LuaRule {
  /** What was found, each once. */
  readonly found: readonly LiteralText[];
}

/** Markup and handlers that are made of text while the app runs: of what is no constant, nobody knows what it will hold. */
export function markup(source: string): Markup {
  const found = new Map<string, LiteralText>();
  const seen = new Set<LuaExpression>();
  const targets = ({ targets: all, values }: LuaAssignment): readonly LuaRemark[] =>
    all.flatMap((target, at) => {
      if (target.kind !== "index" || likelyString(target.key) !== "inner_rml") return NOTHING;
      const value = values[at];
      if (value !== undefined && !seen.has(originOf(value))) {
        seen.add(originOf(value));
        const text = constantText(source, value);
        if (text !== null) found.set(text.text, text);
      }
      return remark("lua/markup", "`inner_rml` is set, which parses text as markup.", target.key);
    });
  return {
    get found() {
      return [...found.values()];
    },
    expression: (expression) =>
      expression.kind === "call" || expression.kind === "method" ? attributeRemarks(expression) : NOTHING,
    statement: (statement) => (statement.kind === "assignment" ? targets(statement) : NOTHING),
  };
}

function attributeRemarks(call: LuaCall | LuaMethodCall): readonly LuaRemark[] {
  const isMethod = call.kind === "method";
  const name = isMethod ? call.method : call.callee.kind === "index" ? call.callee.key : null;
  const attribute = call.values[isMethod ? 0 : 1];
  if (name === null || attribute === undefined || likelyString(name) !== "SetAttribute") return NOTHING;
  const at = { start: name.start, end: attribute.end };
  const set = likelyString(attribute);
  if (set === null) return remark("lua/markup", "An attribute is set whose name is computed: it may be a handler.", at);
  return /^on/i.test(set) ? remark("lua/markup", "A handler is set as text.", at) : NOTHING;
}
