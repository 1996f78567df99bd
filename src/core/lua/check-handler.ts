import { checkTree, type LuaReport, problemRemark, unreadLua } from "./check-lua.ts";
import type { LuaRemark } from "./remark.ts";
import type { LuaBlock, LuaRange } from "./syntax/ast.ts";
import { parseLua } from "./syntax/parse.ts";

/** What RmlUi puts around the text of a handler before it compiles it. */
const BEFORE = "return function (event,element,document) ";
const AFTER = " end";

/**
 * Checks the text of a handler as RmlUi compiles it: it has to stay the body of one function. What follows a stray `end` would run
 * at once. Offsets are those of the text.
 */
export function checkLuaHandler(source: string): LuaReport {
  const composed = `${BEFORE}${source}${AFTER}`;
  const parsed = parseLua(composed);
  const within = (offset: number): number => Math.max(0, Math.min(offset - BEFORE.length, source.length));
  const place = <T extends LuaRange>(at: T): T => ({ ...at, start: within(at.start), end: within(at.end) });
  if (!parsed.ok) {
    const isBehind = parsed.problem.kind === "syntax" && parsed.problem.start >= BEFORE.length + source.length;
    return unreadLua([isBehind ? notOneBody(source) : place(problemRemark(parsed.problem))]);
  }
  const { remarks, uses, reads, writes, requests } = checkTree(parsed.body);
  const first = isOneFunction(parsed.body, composed.length) ? [] : [notOneBody(source)];
  return {
    remarks: [...first, ...remarks.map(place)],
    uses: uses.map(place),
    reads: reads.map(place),
    writes,
    requests: requests.map(place),
  };
}

function isOneFunction([statement]: LuaBlock, end: number): boolean {
  const [value, ...others] = statement?.kind === "return" ? statement.values : [];
  return value?.kind === "function" && others.length === 0 && value.end === end;
}

function notOneBody(source: string): LuaRemark {
  const message = "The handler closes more or less than it opens, so that a part of it would run at once.";
  return { rule: "rml/handler", message, start: 0, end: source.length };
}
