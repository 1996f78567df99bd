import { certainString, likelyString } from "./known-values.ts";
import { libraryName } from "./names.ts";
import { originOf } from "./origin.ts";
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

const CONNECTING: ReadonlySet<string> = new Set(["network.get", "network.post", "network.request"]);
/** Operands of `..` that are followed. */
const STEPS = 100;

/** Collects the calls of `network.get` and its like, with the address that each asks for. */
export function collectRequests(): Requests {
  const requests: LuaRequest[] = [];
  return {
    requests,
    statement: () => {},
    expression: (expression) => {
      if (expression.kind !== "call") return;
      if (CONNECTING.has(libraryName(expression.callee) ?? "")) requests.push(requestOf(expression));
    },
  };
}

function requestOf(call: LuaCall): LuaRequest {
  const [first] = call.values;
  const table = first === undefined ? null : originOf(first);
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
    const value = originOf(next);
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
  const name = kind === "method" ? expression.method : kind === "call" ? originOf(expression.callee) : null;
  const key = name?.kind === "index" ? name.key : name;
  if (key === null || certainString(key) !== "format") return "";
  const format = kind === "method" ? expression.object : kind === "call" ? expression.values[0] : undefined;
  return (format === undefined ? "" : (likelyString(format) ?? "")).split("%", 1)[0] ?? "";
}
