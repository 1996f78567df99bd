import { certainString, globalOf } from "./known-values.ts";
import { originOf } from "./origin.ts";
import type { LuaBinaryOperator, LuaExpression } from "./syntax/ast.ts";

/** Steps that one question takes at most. */
const STEPS = 64;

/** The number that an expression probably gives, as a double; null when it gives something else, or what cannot be told. */
export function likelyNumber(expression: LuaExpression): number | null {
  return numberWithin(expression, { steps: STEPS });
}

/** Whether a condition holds whatever the rest of the program does, or never does; null when that cannot be told. */
export function truthOf(expression: LuaExpression): boolean | null {
  let isNegated = false;
  let inner = expression;
  while (inner.kind === "group" || (inner.kind === "unary" && inner.operator === "not")) {
    if (inner.kind === "unary") isNegated = !isNegated;
    inner = inner.kind === "group" ? inner.inner : inner.operand;
  }
  const truth = plainTruth(inner);
  return truth === null ? null : truth !== isNegated;
}

function plainTruth(expression: LuaExpression): boolean | null {
  switch (expression.kind) {
    case "nil":
    case "false":
      return false;
    case "true":
    case "integer":
    case "float":
    case "string":
    case "table":
    case "function":
      return true;
    case "local": {
      const origin = originOf(expression);
      return origin.kind === "local" ? null : plainTruth(origin);
    }
    case "binary": {
      if (expression.operator !== "==") return null;
      const [left, right] = [likelyNumber(expression.left), likelyNumber(expression.right)];
      return left === null || right === null ? null : left === right;
    }
    default:
      return null;
  }
}

function numberWithin(expression: LuaExpression, budget: { steps: number }): number | null {
  budget.steps -= 1;
  if (budget.steps < 0) return null;
  switch (expression.kind) {
    case "integer":
    case "float":
      return Number(expression.value);
    case "group":
    case "local": {
      const origin = originOf(expression);
      return origin.kind === "local" ? null : numberWithin(origin, budget);
    }
    case "index":
      return globalOf(expression.object) === "math" ? constant(certainString(expression.key)) : null;
    case "unary": {
      const operand = expression.operator === "-" ? numberWithin(expression.operand, budget) : null;
      return operand === null ? null : -operand;
    }
    case "binary": {
      const left = numberWithin(expression.left, budget);
      const right = left === null ? null : numberWithin(expression.right, budget);
      return left === null || right === null ? null : computed(expression.operator, left, right);
    }
    default:
      return null;
  }
}

function constant(name: string | null): number | null {
  if (name === "huge") return Number.POSITIVE_INFINITY;
  return name === "maxinteger" ? 2 ** 63 : null;
}

function computed(operator: LuaBinaryOperator, left: number, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "^":
      return left ** right;
    case "<<":
      return right >= 0 && right < 63 ? left * 2 ** right : null;
    default:
      return null;
  }
}
