import { certainString, globalOf, likelyString } from "./known-values.ts";
import type { LuaCall, LuaExpression, LuaRange, LuaTable } from "./syntax/ast.ts";
import type { LuaVisitor } from "./walk.ts";

/** A call that connects to a server. */
export interface LuaRequest extends LuaRange {
  /** As far as it is certain, from its beginning on; null where nothing of it is. */
  readonly url: { readonly text: string; readonly isWhole: boolean } | null;
}

export interface Requests extends LuaVisitor {
  /** In the order of the visit. */
  readonly requests: readonly LuaRequest[];
}

const CONNECTING: ReadonlySet<string> = new Set(["get", "post", "request"]);
/** Names that stand for names, and operands of `..`, that are followed. */
const STEPS = 100;

/** Collects the calls of `network.get` and its like, with the address that each asks for. */
export function collectRequests(): Requests {
  const requests: LuaRequest[] = [];
  return {
    requests,
    statement: () => {},
    expression: (expression) => {
      if (expression.kind === "call" && isConnecting(expression)) requests.push(requestOf(expression));
    },
  };
}

function isConnecting({ callee }: LuaCall): boolean {
  const called = followed(callee);
  if (called.kind !== "index" || !CONNECTING.has(certainString(called.key) ?? "")) return false;
  return globalOf(called.object) === "network";
}

function requestOf(call: LuaCall): LuaRequest {
  const [first] = call.values;
  const table = first === undefined ? null : followed(first);
  const url = table?.kind === "table" ? urlOf(table) : null;
  const { start, end } = url ?? call.callee;
  return { start, end, url: url === null ? null : beginning(url) };
}

function urlOf({ fields }: LuaTable): LuaExpression | null {
  return fields.findLast(({ key }) => key !== null && certainString(key) === "url")?.value ?? null;
}

/** What an expression begins with whatever the rest of it gives. */
function beginning(expression: LuaExpression): LuaRequest["url"] {
  let text = "";
  const waiting = [expression];
  for (let steps = 0; steps < STEPS; steps += 1) {
    const next = waiting.pop();
    if (next === undefined) return { text, isWhole: true };
    const value = followed(next);
    if (value.kind === "binary" && value.operator === "..") {
      waiting.push(value.right, value.left);
      continue;
    }
    const whole = likelyString(value);
    if (whole === null) {
      text += formatted(value);
      break;
    }
    text += whole;
  }
  return text === "" ? null : { text, isWhole: false };
}

/** What a call of `string.format` begins with. */
function formatted(expression: LuaExpression): string {
  const { kind } = expression;
  const name = kind === "method" ? expression.method : kind === "call" ? followed(expression.callee) : null;
  const key = name?.kind === "index" ? name.key : name;
  if (key === null || certainString(key) !== "format") return "";
  const format = kind === "method" ? expression.object : kind === "call" ? expression.values[0] : undefined;
  return (format === undefined ? "" : (likelyString(format) ?? "")).split("%", 1)[0] ?? "";
}

/** What a local stands for that never stands for anything else, without parentheses. */
function followed(expression: LuaExpression): LuaExpression {
  let at = expression;
  for (let steps = 0; steps < STEPS; steps += 1) {
    if (at.kind === "group") at = at.inner;
    else if (at.kind === "local" && at.variable.value !== null && !at.variable.isReassigned) at = at.variable.value;
    else break;
  }
  return at;
}
