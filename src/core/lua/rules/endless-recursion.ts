import { ExitFinder } from "./exits.ts";
import type { LuaRule } from "./rule.ts";
import { isSameName } from "../names.ts";
import { NOTHING, remark } from "../remark.ts";
import type {
  LuaBlock,
  LuaCall,
  LuaExpression,
  LuaFunction,
  LuaMethodCall,
  LuaStatement,
  LuaTarget,
} from "../syntax/ast.ts";

/** Functions that call themselves before anything could end them. One rule for each tree. */
export function endlessRecursion(): LuaRule {
  const exits = new ExitFinder();
  return {
    statement: (statement) => {
      if (statement.kind !== "function" && statement.kind !== "local function") return NOTHING;
      const own = ownName(statement);
      const call = own === null ? null : firstCall(statement.value.body, { own, function: statement.value, exits });
      if (call === null || call === "none") return NOTHING;
      return remark("lua/endless-loop", "This function always calls itself, and so never ends.", call);
    },
  };
}

interface Search {
  readonly own: LuaTarget;
  readonly function: LuaFunction;
  readonly exits: ExitFinder;
}

function ownName(statement: LuaStatement): LuaTarget | null {
  if (statement.kind === "function") return statement.target;
  if (statement.kind !== "local function" || statement.variable.isReassigned) return null;
  const { variable } = statement;
  return { kind: "local", variable, start: variable.start, end: variable.end };
}

/** The call of itself that every run of a block comes to; "none" when a run may end before, null when it goes on behind the block. */
function firstCall(block: LuaBlock, search: Search): LuaCall | LuaMethodCall | "none" | null {
  for (const statement of block) {
    const found = inStatement(statement, search);
    if (found !== null) return found;
  }
  return null;
}

function inStatement(statement: LuaStatement, search: Search): LuaCall | LuaMethodCall | "none" | null {
  switch (statement.kind) {
    case "do":
      return firstCall(statement.body, search);
    case "local":
      return inValues(statement.values, search) ?? ends(statement, search);
    case "return":
      return inValues(statement.values, search) ?? "none";
    case "call":
      return inValues([statement.call], search) ?? ends(statement, search);
    case "assignment": {
      const isReplaced = statement.targets.some((target) => isSameName(target, search.own));
      return inValues(statement.values, search) ?? (isReplaced ? "none" : ends(statement, search));
    }
    default:
      return ends(statement, search);
  }
}

function ends(statement: LuaStatement, { exits }: Search): "none" | null {
  const { breaks, leaves, jumps } = exits.of([statement]);
  return breaks || leaves || jumps.size > 0 ? "none" : null;
}

/** The first call of itself among what is computed in any case: not on the right of `and` and `or`. */
function inValues(values: readonly LuaExpression[], search: Search): LuaCall | LuaMethodCall | null {
  const open = values.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    switch (next.kind) {
      case "call":
        if (isSameName(next.callee, search.own)) return next;
        open.push(next.callee, ...next.values);
        break;
      case "method":
        if (isOwnMethod(next, search)) return next;
        open.push(next.object, ...next.values);
        break;
      case "binary":
        open.push(next.left);
        if (next.operator !== "and" && next.operator !== "or") open.push(next.right);
        break;
      case "unary":
        open.push(next.operand);
        break;
      case "group":
        open.push(next.inner);
        break;
      default:
        break;
    }
  }
  return null;
}

/** Whether `self:f()` or `Table:f()` stands in `Table:f` itself. */
function isOwnMethod({ object, method }: LuaMethodCall, { own, function: of }: Search): boolean {
  if (own.kind !== "index" || own.key.kind !== "string" || own.key.value !== method.value) return false;
  const [self] = of.parameters;
  const isSelf = object.kind === "local" && object.variable === self && self.name === "self" && !self.isReassigned;
  return isSelf || isSameName(object, own.object);
}
