import type { LuaBlock, LuaExpression, LuaStatement } from "./syntax/ast.ts";

/** What a visitor gets: `parent` is the expression that an expression is a part of. */
export interface LuaVisitor {
  expression(expression: LuaExpression, parent: LuaExpression | null): void;
  statement(statement: LuaStatement): void;
  block?(block: LuaBlock): void;
}

type Visit = readonly [LuaStatement, null, true] | readonly [LuaExpression, LuaExpression | null, false];

/** Visits every block, statement and expression of a tree, with a loop: a chain of operators may be deeper than any stack. In no order. */
export function walkLua(body: LuaBlock, visitor: LuaVisitor): void {
  const open: Visit[] = [];
  const statements = (block: LuaBlock): void => {
    visitor.block?.(block);
    for (const statement of block) open.push([statement, null, true]);
  };
  const expressions = (all: readonly LuaExpression[]): void => {
    for (const expression of all) open.push([expression, null, false]);
  };
  statements(body);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next[2]) {
      visitor.statement(next[0]);
      pushStatement(next[0], statements, expressions);
    } else {
      const parent = next[0];
      visitor.expression(parent, next[1]);
      if (parent.kind === "function") statements(parent.body);
      else pushParts(parent, (part) => open.push([part, parent, false]));
    }
  }
}

/** Visits an expression and its parts, but not what stands in functions. */
export function walkExpression(expression: LuaExpression, visit: (part: LuaExpression) => void): void {
  const open = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    visit(next);
    pushParts(next, (part) => open.push(part));
  }
}

function pushStatement(
  statement: LuaStatement,
  statements: (block: LuaBlock) => void,
  expressions: (all: readonly LuaExpression[]) => void,
): void {
  switch (statement.kind) {
    case "local":
    case "return":
      return expressions(statement.values);
    case "assignment":
      expressions(statement.targets);
      return expressions(statement.values);
    case "call":
      return expressions([statement.call]);
    case "do":
      return statements(statement.body);
    case "while":
    case "repeat":
      expressions([statement.condition]);
      return statements(statement.body);
    case "if":
      for (const { condition, body } of statement.branches) {
        expressions([condition]);
        statements(body);
      }
      return statements(statement.otherwise);
    case "for":
    case "for in":
      expressions(statement.values);
      return statements(statement.body);
    case "function":
      return expressions([statement.target, statement.value]);
    case "local function":
      return expressions([statement.value]);
    case "goto":
    case "label":
    case "break":
      return;
  }
}

function pushParts(expression: LuaExpression, push: (part: LuaExpression) => void): void {
  switch (expression.kind) {
    case "table":
      for (const { key, value } of expression.fields) {
        if (key !== null) push(key);
        push(value);
      }
      return;
    case "index":
      push(expression.object);
      push(expression.key);
      return;
    case "call":
      push(expression.callee);
      for (const value of expression.values) push(value);
      return;
    case "method":
      push(expression.object);
      for (const value of expression.values) push(value);
      return;
    case "group":
      return push(expression.inner);
    case "unary":
      return push(expression.operand);
    case "binary":
      push(expression.left);
      return push(expression.right);
    default:
      return;
  }
}
