import { type Exits, ExitFinder } from "./exits.ts";
import type { LuaRule } from "./rule.ts";
import { likelyNumber, truthOf } from "../known-numbers.ts";
import { isSameName, libraryName } from "../names.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaBlock, LuaExpression, LuaFor, LuaLoop, LuaRange, LuaStatement } from "../syntax/ast.ts";

/** Rounds of a loop that take a phone several seconds, whatever they do. */
const TOO_MANY_ROUNDS = 1e8;
const LOOP = "This loop";

/** Loops that nothing leaves. One rule for each tree. */
export function endlessLoops(): LuaRule {
  const exits = new ExitFinder();
  return {
    statement: (statement) => {
      switch (statement.kind) {
        case "while":
        case "repeat":
          return isEndless(statement) ? loopRemarks(LOOP, exits.ofBody(statement), head(statement)) : NOTHING;
        case "for": {
          const rounds = roundsOf(statement);
          if (rounds === null || rounds < TOO_MANY_ROUNDS) return NOTHING;
          const what = Number.isFinite(rounds) ? `This loop of ${rounds.toPrecision(1)} rounds` : LOOP;
          return loopRemarks(what, exits.ofBody(statement), head(statement));
        }
        case "for in":
          return growsWhileRead(statement, exits)
            ? remark("lua/endless-loop", "This loop adds to the list that it goes through.", head(statement))
            : NOTHING;
        default:
          return NOTHING;
      }
    },
    block: (block) => jumpRemarks(block, exits),
  };
}

function isEndless({ kind, condition }: LuaLoop): boolean {
  return truthOf(condition) === (kind === "while");
}

/** The word that a loop begins with. */
function head({ kind, start }: LuaLoop | LuaFor): LuaRange {
  return { start, end: start + (kind === "for in" ? 3 : kind.length) };
}

function loopRemarks(what: string, { breaks, leaves, calls, jumps }: Exits, at: LuaRange): readonly LuaRemark[] {
  if (breaks || leaves || jumps.size > 0) return NOTHING;
  if (!calls) {
    const never = what === LOOP ? "never ends" : "takes too long";
    return remark("lua/endless-loop", `${what} ${never}: nothing in it leaves it.`, at);
  }
  return remark("lua/open-loop", `${what} has no \`break\` and no \`return\`.`, at);
}

/** Rounds of a `for` with numbers, where it tells; its start counts as 1 where it does not. */
function roundsOf({ values: [start, limit, step] }: LuaFor): number | null {
  const last = limit === undefined ? null : likelyNumber(limit);
  const by = step === undefined ? 1 : likelyNumber(step);
  if (last === null || by === null || by === 0) return null;
  const first = start === undefined ? null : likelyNumber(start);
  return (last - (first ?? 1)) / by;
}

/** Whether every round of an `ipairs` adds to the list. */
function growsWhileRead(loop: LuaFor, exits: ExitFinder): boolean {
  const [call] = loop.values;
  if (call?.kind !== "call" || libraryName(call.callee) !== "ipairs") return false;
  const [list] = call.values;
  if (list === undefined || !loop.body.some((statement) => addsTo(statement, list))) return false;
  const { breaks, leaves, jumps } = exits.ofBody(loop);
  return !breaks && !leaves && jumps.size === 0;
}

function addsTo(statement: LuaStatement, list: LuaExpression): boolean {
  if (statement.kind === "assignment") {
    return statement.targets.some(
      (target) => target.kind === "index" && isSameName(target.object, list) && isBehindLast(target.key, list),
    );
  }
  if (statement.kind !== "call" || statement.call.kind !== "call") return false;
  const { callee, values } = statement.call;
  const [first] = values;
  return (
    first !== undefined && values.length === 2 && libraryName(callee) === "table.insert" && isSameName(first, list)
  );
}

/** Whether an expression is `#list + 1`. */
function isBehindLast(key: LuaExpression, list: LuaExpression): boolean {
  if (key.kind !== "binary" || key.operator !== "+" || likelyNumber(key.right) !== 1) return false;
  return key.left.kind === "unary" && key.left.operator === "#" && isSameName(key.left.operand, list);
}

/** A `goto` back that is always reached, over statements that nothing leaves. Each statement is looked at for one `goto` at most. */
function jumpRemarks(block: LuaBlock, exits: ExitFinder): readonly LuaRemark[] {
  const found: LuaRemark[] = [];
  const labels = new Map<string, number>();
  for (const [at, statement] of block.entries()) {
    if (statement.kind === "label") labels.set(statement.name, at);
    if (statement.kind !== "goto") continue;
    const label = labels.get(statement.name);
    if (label !== undefined) {
      found.push(...loopRemarks(LOOP, exits.of(block.slice(label, at)), statement));
    }
    labels.clear();
  }
  return found;
}
