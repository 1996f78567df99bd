import type { LuaRule } from "./rule.ts";
import { certainString, globalOf, likelyString } from "../known-values.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaCall, LuaExpression, LuaIndex, LuaMethodCall, LuaRange } from "../syntax/ast.ts";
import type { RuleId } from "../../findings/catalogue.ts";
import { echo } from "../../findings/finding.ts";
import { forbidden, libraries } from "../../sdk/api-names.generated.ts";

/** What each of the standard library's dangerous names is, by the rule that is against it. */
const OF_LUA: Readonly<Record<string, readonly [rule: RuleId, what: string]>> = forbidden;
/** Functions of other hosts of Lua (Garry's Mod): what calls them was copied from code that is made to run text. */
const OF_OTHERS: ReadonlySet<string> = new Set(["CompileString", "RunString", "RunStringEx"]);
const OS_ALLOWED: ReadonlySet<string> = new Set(libraries.os);

/** Names of the standard library that apps may not use, however they are reached as far as that can be told. */
export const forbiddenNames: LuaRule = {
  expression: (expression, parent) => {
    switch (expression.kind) {
      case "global":
        return mentionRemarks(expression.name, expression, parent);
      case "index": {
        const name = globalOf(expression);
        return name === null ? aliasRemarks(expression, expression.key) : mentionRemarks(name, expression, parent);
      }
      case "call":
        return calledRemarks(expression, parent);
      case "method":
        return aliasRemarks(expression, expression.method);
      default:
        return NOTHING;
    }
  },
};

/** Remarks about an expression that gives the global of this name. */
function mentionRemarks(name: string, at: LuaExpression, parent: LuaExpression | null): readonly LuaRemark[] {
  const known = Object.hasOwn(OF_LUA, name) ? OF_LUA[name] : undefined;
  if (known !== undefined) return remark(known[0], `\`${name}\` ${known[1]}.`, at);
  if (OF_OTHERS.has(name)) return remark("lua/dynamic-code", `\`${name}\` runs text as code, where it exists.`, at);
  const field = parent?.kind === "index" && parent.object === at ? parent.key : null;
  switch (name) {
    case "os":
      return osRemarks(at, field);
    case "string":
      return field === null ? NOTHING : dumpRemarks(at, field);
    case "require": {
      const [first] = parent?.kind === "call" && parent.callee === at ? parent.values : [];
      if (first !== undefined && certainString(first) !== null) return NOTHING;
      return remark("lua/require", "`require` is not called with a constant name.", at);
    }
    default:
      return NOTHING;
  }
}

/** Remarks about a field of what a local stands for, or of a string. */
function aliasRemarks({ object }: LuaIndex | LuaMethodCall, key: LuaExpression): readonly LuaRemark[] {
  if (object.kind !== "local" && object.kind !== "string" && object.kind !== "group") return NOTHING;
  switch (globalOf(object)) {
    case "os":
      return osRemarks(object, key);
    case "string":
      return dumpRemarks(object, key);
    default:
      return NOTHING;
  }
}

function osRemarks({ start, end }: LuaRange, field: LuaExpression | null): readonly LuaRemark[] {
  const certain = field === null ? null : certainString(field);
  if (certain !== null && OS_ALLOWED.has(certain)) return NOTHING;
  const likely = field === null ? null : likelyString(field);
  const name = field === null || likely === null ? "`os` in another way than `os.time()`" : osField(likely);
  const isNamed = field !== null && likely !== null;
  return remark("lua/os", `The app uses ${name}.`, { start, end: isNamed ? field.end : end });
}

function osField(name: string): string {
  return /^[A-Za-z_]\w{0,40}$/.test(name) ? `\`os.${name}\`` : `\`os[${echo(name)}]\``;
}

function dumpRemarks({ start }: LuaRange, field: LuaExpression): readonly LuaRemark[] {
  if (likelyString(field) !== "dump") return NOTHING;
  return remark("lua/dynamic-code", "`string.dump` makes bytecode.", { start, end: field.end });
}

function calledRemarks(call: LuaCall, parent: LuaExpression | null): readonly LuaRemark[] {
  const name = globalOf(call);
  // What `getfenv` gives was remarked upon with its name.
  return name === null || globalOf(call.callee) === "getfenv" ? NOTHING : mentionRemarks(name, call, parent);
}
