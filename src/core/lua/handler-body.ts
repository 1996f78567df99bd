import type { LuaRemark } from "./remark.ts";
import type { LuaBlock, LuaRange } from "./syntax/ast.ts";
import { parseLua } from "./syntax/parse.ts";
import type { LuaProblem } from "./syntax/problem.ts";

/** What RmlUi puts around the text of a handler before it compiles it. */
const BEFORE = "return function (event,element,document) ";
const AFTER = " end";

/** The text of a handler as RmlUi compiles it. */
export interface HandlerBody {
  /** What is compiled; null where that is no Lua. */
  readonly tree: { readonly source: string; readonly body: LuaBlock } | null;
  /** Where its Lua ends. */
  readonly problem: LuaProblem | null;
  /** Whether the text does not stay the body of one function: what follows a stray `end` would run at once. */
  readonly isBroken: boolean;
  /** A place in what is compiled, as one of the text. */
  place<T extends LuaRange>(at: T): T;
}

/** Reads the text of a handler. */
export function readHandler(text: string): HandlerBody {
  const source = `${BEFORE}${text}${AFTER}`;
  const parsed = parseLua(source);
  const within = (offset: number): number => Math.max(0, Math.min(offset - BEFORE.length, text.length));
  const place = <T extends LuaRange>(at: T): T => ({ ...at, start: within(at.start), end: within(at.end) });
  if (parsed.ok) {
    const { body } = parsed;
    return { tree: { source, body }, problem: null, isBroken: !isOneFunction(body, source.length), place };
  }
  const { problem } = parsed;
  const isBroken = problem.kind === "syntax" && problem.start >= BEFORE.length + text.length;
  return { tree: null, problem: isBroken ? null : problem, isBroken, place };
}

function isOneFunction([statement]: LuaBlock, end: number): boolean {
  const [value, ...others] = statement?.kind === "return" ? statement.values : [];
  return value?.kind === "function" && others.length === 0 && value.end === end;
}

/** What is said of a handler that is not one function. */
export function brokenHandler(text: string): LuaRemark {
  const message = "The handler closes more or less than it opens, so that a part of it would run at once.";
  return { rule: "rml/handler", message, start: 0, end: text.length };
}
