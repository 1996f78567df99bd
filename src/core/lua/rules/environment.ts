import type { LuaRule } from "./rule.ts";
import { globalOf, likelyString } from "../known-values.ts";
import { isSameName, libraryName } from "../names.ts";
import { originOf } from "../origin.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaAssignment, LuaExpression, LuaIndex, LuaTarget } from "../syntax/ast.ts";

/** Functions whose meaning other checks rely on: what they are replaced by would do something else under their name. */
const RELIED_UPON: ReadonlySet<string> = new Set(
  (
    "assert error getmetatable ipairs next pairs pcall rawequal rawget rawset select setmetatable tonumber tostring type xpcall " +
    "coroutine.wrap coroutine.yield string.byte string.char string.find string.format string.gmatch string.gsub string.lower " +
    "string.match string.rep string.reverse string.sub string.upper table.concat table.insert table.unpack os.time os.date"
  ).split(" "),
);
const STRINGS = "The metatable of all strings is changed for everybody.";

/** Tricks with globals and metatables that need no forbidden name. */
export const environment: LuaRule = {
  expression: (expression, parent) => {
    switch (expression.kind) {
      case "global":
        if (expression.environment === null) return NOTHING;
        return remark("lua/environment", "A local `_ENV` replaces the globals.", expression.environment);
      case "call": {
        const [first] = expression.values;
        const isOfString = first !== undefined && libraryName(expression.callee) === "getmetatable" && isString(first);
        return isOfString ? remark("lua/environment", STRINGS, expression.callee) : NOTHING;
      }
      case "index":
        return parent?.kind === "index" && parent.object === expression ? NOTHING : computedField(expression);
      case "table":
        return expression.fields.flatMap(({ key }) => (key === null ? NOTHING : finalizer(key)));
      default:
        return NOTHING;
    }
  },
  statement: (statement) => {
    if (statement.kind === "function") return replaced(statement.target);
    return statement.kind === "assignment" ? assigned(statement) : NOTHING;
  },
};

function assigned({ targets, values }: LuaAssignment): readonly LuaRemark[] {
  return targets.flatMap((target, at) => {
    const value = values[at];
    const found = target.kind === "index" ? finalizer(target.key) : NOTHING;
    // `table.unpack = table.unpack or unpack` only fills a gap.
    const isGap = value?.kind === "binary" && value.operator === "or" && isSameName(value.left, target);
    return isGap ? found : [...found, ...replaced(target)];
  });
}

function replaced(target: LuaTarget): readonly LuaRemark[] {
  const name = target.kind === "local" ? null : libraryName(target);
  if (name === null || !RELIED_UPON.has(name)) return NOTHING;
  return remark("lua/environment", `\`${name}\` is replaced by something else.`, target);
}

/** A function of the string library, or the like, that is reached by a name nobody knows: it may be `dump`. */
function computedField({ object, key }: LuaIndex): readonly LuaRemark[] {
  if (likelyString(key) !== null || key.kind === "integer") return NOTHING;
  const origin = originOf(object);
  if (origin.kind === "string" || globalOf(origin) !== "string") return NOTHING;
  return remark("lua/environment", "A function of `string` is reached by a computed name.", key);
}

function finalizer(key: LuaExpression): readonly LuaRemark[] {
  if (likelyString(key) !== "__gc") return NOTHING;
  return remark("lua/environment", "A finalizer (`__gc`) runs whenever memory is collected.", key);
}

/** Whether an expression gives a string, as far as its operators and functions tell. */
function isString(expression: LuaExpression): boolean {
  const origin = originOf(expression);
  if (origin.kind === "binary") return origin.operator === "..";
  if (origin.kind === "call")
    return /^(?:tostring$|string\.(?:char|format|lower|rep|reverse|sub|upper)$|type$)/.test(
      libraryName(origin.callee) ?? "",
    );
  return likelyString(origin) !== null && origin.kind !== "integer";
}
