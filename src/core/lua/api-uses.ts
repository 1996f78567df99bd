import { certainString, globalOf } from "./known-values.ts";
import type { LuaCall, LuaExpression, LuaRange, LuaStatement } from "./syntax/ast.ts";
import type { LuaVisitor } from "./walk.ts";

/** A use of a module of the Mosis API. */
export interface LuaApiUse extends LuaRange {
  readonly module: string;
  /** The function of it that is named; null where that cannot be told, so that it may be any. */
  readonly member: string | null;
  /** The call of it, where it is called at once. */
  readonly call: LuaCall | null;
}

/** A set of names, or what has one. */
export interface Names {
  has(name: string): boolean;
}

export interface ApiUses extends LuaVisitor {
  /** In the order of the visit. */
  readonly uses: readonly LuaApiUse[];
}

/**
 * Collects the uses of modules, through locals that stand for one and names that are put together of constants. A module that is
 * handed on as a value, or whose field is computed, is a use of no certain function.
 */
export function collectApiUses(modules: Names): ApiUses {
  const uses: LuaApiUse[] = [];
  /** Expressions that give a module and need no word of their own: what is done with the module is seen elsewhere. */
  const followed = new Set<LuaExpression>();
  const moduleOf = (expression: LuaExpression): string | null => {
    const name = globalOf(expression);
    return name !== null && modules.has(name) ? name : null;
  };
  const field = (at: LuaExpression, object: LuaExpression, key: LuaExpression, call: LuaCall | null): void => {
    const module = moduleOf(object);
    if (module === null) return;
    followed.add(ungrouped(object));
    uses.push({ module, member: certainString(key), call, start: at.start, end: key.end });
  };
  return {
    uses,
    statement: (statement) => {
      for (const value of aliased(statement)) followed.add(ungrouped(value));
    },
    expression: (expression, parent) => {
      if (expression.kind === "index") {
        const isCalled = parent?.kind === "call" && parent.callee === expression;
        field(expression, expression.object, expression.key, isCalled ? parent : null);
      } else if (expression.kind === "method") field(expression, expression.object, expression.method, null);
      if (!isName(expression) || followed.has(expression)) return;
      const module = moduleOf(expression);
      if (module !== null) uses.push({ module, member: null, call: null, ...placeOf(expression) });
    },
  };
}

/** What locals stand for that never stand for anything else. */
function aliased(statement: LuaStatement): readonly LuaExpression[] {
  if (statement.kind !== "local") return [];
  return statement.variables.flatMap(({ value, isReassigned }) => (value === null || isReassigned ? [] : [value]));
}

function ungrouped(expression: LuaExpression): LuaExpression {
  let inner = expression;
  while (inner.kind === "group") inner = inner.inner;
  return inner;
}

function isName({ kind }: LuaExpression): boolean {
  return kind === "global" || kind === "local" || kind === "index" || kind === "call";
}

/** Of a call such as `require("storage")`, the name in it. */
function placeOf(expression: LuaExpression): LuaRange {
  const { start, end } = expression.kind === "call" ? (expression.values.at(-1) ?? expression) : expression;
  return { start, end };
}
