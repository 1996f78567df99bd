import { globalOf } from "./known-values.ts";
import type { LuaExpression, LuaRange } from "./syntax/ast.ts";

/** A module of the Mosis API that the source names. */
export interface LuaModuleUse extends LuaRange {
  readonly module: string;
}

/** A set of names, or what has one. */
export interface Names {
  has(name: string): boolean;
}

/** The use of a module that an expression is; null when it is none. */
export function moduleUse(expression: LuaExpression, modules: Names): LuaModuleUse | null {
  const { kind } = expression;
  if (kind !== "global" && kind !== "index" && kind !== "call") return null;
  const module = globalOf(expression);
  if (module === null || !modules.has(module)) return null;
  const at = expression.kind === "call" ? (expression.values.at(-1) ?? expression) : expression;
  return { module, start: at.start, end: at.end };
}
