import { certainString, globalOf } from "./known-values.ts";
import { originOf } from "./origin.ts";
import type { LuaExpression } from "./syntax/ast.ts";

/** The dotted name of the function of a library or module that an expression is, such as `string.rep` or `error`; null when it is none. */
export function libraryName(expression: LuaExpression): string | null {
  const at = originOf(expression);
  if (at.kind !== "index") return globalOf(at);
  const library = globalOf(at.object);
  const field = library === null ? null : certainString(at.key);
  return field === null ? null : library === "_G" || library === "_ENV" ? field : `${library}.${field}`;
}

/** Whether two expressions name the same variable, or the same field of it: what is computed is never the same. */
export function isSameName(left: LuaExpression, right: LuaExpression): boolean {
  if (left.kind === "local") return right.kind === "local" && left.variable === right.variable;
  if (left.kind === "global") return right.kind === "global" && left.name === right.name;
  if (left.kind !== "index" || right.kind !== "index" || left.object.kind === "index") return false;
  const key = certainString(left.key);
  return key !== null && key === certainString(right.key) && isSameName(left.object, right.object);
}
