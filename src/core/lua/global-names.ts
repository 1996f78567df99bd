import { certainString, globalOf } from "./known-values.ts";
import type { LuaExpression, LuaRange, LuaStatement } from "./syntax/ast.ts";
import type { LuaVisitor } from "./walk.ts";

/** A global by its name, such as `list_screen`, or what a well-known table has, such as `string.format`. */
export interface LuaGlobalRead extends LuaRange {
  readonly name: string;
}

export interface GlobalNames extends LuaVisitor {
  /** The first place of each name that is read without being asked whether it is there. */
  reads(): readonly LuaGlobalRead[];
  /** Names that get a value. */
  readonly writes: ReadonlySet<string>;
}

/**
 * Collects the global names that code reads and sets.
 *
 * @param isTable whether a global is a table of which it is known what it has
 */
export function collectGlobalNames(isTable: (name: string) => boolean): GlobalNames {
  const first = new Map<string, LuaGlobalRead>();
  const writes = new Set<string>();
  const asked = new Set<string>();
  const nameOf = (expression: LuaExpression): string | null => {
    if (expression.kind === "global") return expression.environment === null ? expression.name : null;
    if (expression.kind !== "index") return null;
    const table = globalOf(expression.object);
    const key = certainString(expression.key);
    if (key === null || table === null) return null;
    if (isTable(table)) return `${table}.${key}`;
    return table === "_G" || table === "_ENV" ? key : null;
  };
  const noteAsked = (expression: LuaExpression): void => {
    const name = nameOf(expression);
    if (name !== null) asked.add(name);
  };
  return {
    writes,
    reads: () => [...first.values()].filter(({ name }) => !asked.has(name)),
    statement: (statement) => {
      for (const target of targets(statement)) {
        const name = nameOf(target);
        if (name !== null) writes.add(name);
      }
      for (const condition of conditions(statement)) noteAsked(condition);
    },
    expression: (expression, parent) => {
      const name = nameOf(expression);
      if (name === null) return;
      if (parent !== null && isQuestion(parent)) noteAsked(expression);
      const { start, end } = expression;
      const known = first.get(name);
      if (known === undefined || start < known.start) first.set(name, { name, start, end });
    },
  };
}

function targets(statement: LuaStatement): readonly LuaExpression[] {
  if (statement.kind === "assignment") return statement.targets;
  return statement.kind === "function" ? [statement.target] : [];
}

function conditions(statement: LuaStatement): readonly LuaExpression[] {
  if (statement.kind === "if") return statement.branches.map(({ condition }) => condition);
  return statement.kind === "while" || statement.kind === "repeat" ? [statement.condition] : [];
}

/** Whether an expression of this kind asks if its operand is there at all. */
function isQuestion(parent: LuaExpression): boolean {
  if (parent.kind === "unary") return parent.operator === "not";
  return parent.kind === "binary" && ["and", "or", "==", "~="].includes(parent.operator);
}
