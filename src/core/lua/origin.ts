import type { LuaExpression, LuaVariable } from "./syntax/ast.ts";

/** Locals that were followed through many others, with what they stand for. */
const FAR = new WeakMap<LuaVariable, LuaExpression>();
/** So many locals are followed before it is looked up, and kept, where a chain of them leads. */
const NEAR = 8;

/** What an expression in parentheses, or a local that keeps its first value, stands for. However long chains of locals are, all of a source take linear time. */
export function originOf(expression: LuaExpression): LuaExpression {
  let at = expression;
  const passed: LuaVariable[] = [];
  for (;;) {
    if (at.kind === "group") at = at.inner;
    else if (at.kind !== "local") break;
    else {
      const { variable } = at;
      const far = passed.length < NEAR ? undefined : FAR.get(variable);
      if (far === undefined && (variable.value === null || variable.isReassigned)) break;
      at = far ?? variable.value ?? at;
      passed.push(variable);
      if (far !== undefined) break;
    }
  }
  if (passed.length > NEAR) for (const variable of passed) FAR.set(variable, at);
  return at;
}
