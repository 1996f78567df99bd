import type { LuaRule } from "./rule.ts";
import { likelyNumber } from "../known-numbers.ts";
import { isSameName, libraryName } from "../names.ts";
import { originOf } from "../origin.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaAssignment, LuaBlock, LuaExpression, LuaStatement } from "../syntax/ast.ts";

const MIB = 1 << 20;
/** Bytes of one string that no app needs: a phone has some hundred megabytes for all. */
const TOO_MANY_BYTES = 16 * MIB;
/** Parts of an expression that are looked at for its size. */
const STEPS = 64;

/** Strings that are made huge at once, or doubled in a loop. */
export const memoryBombs: LuaRule = {
  expression: (expression, parent) => {
    if (parent !== null && repeated(parent) !== null) return NOTHING;
    const bytes = repeated(expression) === null ? null : leastBytes(expression, { steps: STEPS });
    if (bytes === null || bytes < TOO_MANY_BYTES) return NOTHING;
    const size = Number.isFinite(bytes) ? `${Math.round(bytes / MIB)} MiB at least` : "no end";
    return remark("lua/memory-bomb", `This string has ${size}.`, expression);
  },
  statement: (statement) => {
    switch (statement.kind) {
      case "while":
      case "repeat":
      case "for":
      case "for in":
        return doublings(statement.body);
      default:
        return NOTHING;
    }
  },
};

/** What a call of `string.rep` repeats, and how often. */
function repeated(expression: LuaExpression): readonly [text: LuaExpression, count: LuaExpression] | null {
  if (expression.kind === "method") {
    const [count] = expression.values;
    return expression.method.value === "rep" && count !== undefined ? [expression.object, count] : null;
  }
  if (expression.kind !== "call") return null;
  const [text, count] = expression.values;
  if (text === undefined || count === undefined || libraryName(expression.callee) !== "string.rep") return null;
  return [text, count];
}

/** Bytes that a string has at least; null when nothing is known of it. A text of which nothing is known counts as one where it is repeated. */
function leastBytes(expression: LuaExpression, budget: { steps: number }): number | null {
  budget.steps -= 1;
  if (budget.steps < 0) return null;
  switch (expression.kind) {
    case "string":
      return expression.value.length;
    case "group":
    case "local": {
      const origin = originOf(expression);
      return origin.kind === "local" ? null : leastBytes(origin, budget);
    }
    case "binary":
      if (expression.operator !== "..") return null;
      return (leastBytes(expression.left, budget) ?? 0) + (leastBytes(expression.right, budget) ?? 0);
    default: {
      const [text, count] = repeated(expression) ?? [];
      if (text === undefined || count === undefined) return null;
      return (leastBytes(text, budget) ?? 1) * Math.max(0, likelyNumber(count) ?? 1);
    }
  }
}

/** What stands in a loop itself, not in a loop or function within, and doubles a string with each round. */
function doublings(body: LuaBlock): readonly LuaRemark[] {
  const found: LuaRemark[] = [];
  const open: LuaStatement[] = [...body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "assignment") found.push(...doubled(next));
    else if (next.kind === "do") open.push(...next.body);
    else if (next.kind === "if") open.push(...next.branches.flatMap((branch) => branch.body), ...next.otherwise);
  }
  return found;
}

function doubled({ targets, values }: LuaAssignment): readonly LuaRemark[] {
  return targets.flatMap((target, at) => {
    const value = values[at];
    if (value === undefined || timesWithin(value, target) < 2) return NOTHING;
    return remark("lua/doubling", "This string doubles with each round of the loop.", value);
  });
}

/** How often a chain of `..` has a name in it, repeated ones as often as they are repeated. */
function timesWithin(expression: LuaExpression, name: LuaExpression): number {
  let times = 0;
  const open = [expression];
  for (let steps = 0; steps < STEPS; steps += 1) {
    const next = open.pop();
    if (next === undefined) break;
    if (next.kind === "binary" && next.operator === "..") open.push(next.left, next.right);
    else if (next.kind === "group") open.push(next.inner);
    else if (isSameName(next, name)) times += 1;
    else {
      const [text, count] = repeated(next) ?? [];
      if (text !== undefined && count !== undefined && isSameName(text, name)) times += likelyNumber(count) ?? 0;
    }
  }
  return times;
}
