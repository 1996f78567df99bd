import { certainString, globalOf, likelyString } from "./known-values.ts";
import type {
  LuaAssignment,
  LuaBlock,
  LuaCall,
  LuaExpression,
  LuaGlobalName,
  LuaIndex,
  LuaMethodCall,
  LuaRange,
} from "./syntax/ast.ts";
import { type LuaSourceKind, parseLua } from "./syntax/parse.ts";
import type { LuaProblem } from "./syntax/problem.ts";
import { walkLua } from "./walk.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo } from "../findings/finding.ts";

/** Something in Lua source that a rule is about. Offsets are UTF-16 units of the source. */
export interface LuaRemark extends LuaRange {
  readonly rule: RuleId;
  readonly message: string;
}

/** A module of the Mosis API that the source names. */
export interface LuaModuleUse extends LuaRange {
  readonly module: string;
}

export interface LuaReport {
  /** In the order of the source. */
  readonly remarks: readonly LuaRemark[];
  /** In the order of the source. */
  readonly uses: readonly LuaModuleUse[];
}

/** A set of names, or what has one. */
interface Names {
  has(name: string): boolean;
}

/** What each of the standard library's dangerous names is, by the rule that is against it. */
const FORBIDDEN: Readonly<Record<string, readonly [rule: RuleId, what: string]>> = {
  load: ["lua/dynamic-code", "runs text as code"],
  loadstring: ["lua/dynamic-code", "runs text as code"],
  loadfile: ["lua/dynamic-code", "runs a file as code"],
  dofile: ["lua/dynamic-code", "runs a file as code"],
  io: ["lua/io", "reaches the files of the phone"],
  debug: ["lua/debug", "reaches into other code"],
  package: ["lua/package", "decides where code comes from"],
  _G: ["lua/environment", "reaches every global by a computed name"],
  _ENV: ["lua/environment", "reaches every global by a computed name"],
  getfenv: ["lua/environment", "reaches every global by a computed name"],
  setfenv: ["lua/environment", "replaces the globals"],
};
const OS_ALLOWED: ReadonlySet<string> = new Set(["time", "date", "clock", "difftime"]);

/**
 * Checks Lua by its tree: names of the standard library that apps may not use, however they are reached as far as that can be told,
 * computed access, and which of `modules` it uses. What is no Lua gets one remark about where it stops being it.
 *
 * @param modules names of global tables whose use is reported
 */
export function checkLua(source: string, modules: Names, kind: LuaSourceKind = "file"): LuaReport {
  const parsed = parseLua(source, kind);
  return parsed.ok ? checkTree(parsed.body, modules) : { remarks: [problemRemark(parsed.problem)], uses: [] };
}

/** What is said of Lua that cannot be read. */
export function problemRemark({ kind, message, start, end }: LuaProblem): LuaRemark {
  return { rule: kind === "limit" ? "lua/too-large" : "lua/syntax", message: `${message}.`, start, end };
}

/** Checks the tree of some Lua, see `checkLua`. */
export function checkTree(body: LuaBlock, modules: Names): LuaReport {
  const remarks: LuaRemark[] = [];
  const uses: LuaModuleUse[] = [];
  walkLua(body, {
    expression: (expression, parent) => {
      remarks.push(...expressionRemarks(expression, parent));
      const use = moduleUse(expression, modules);
      if (use !== null) uses.push(use);
    },
    statement: (statement) => {
      if (statement.kind === "assignment") remarks.push(...markupTargets(statement));
    },
  });
  const byPlace = (a: LuaRange, b: LuaRange): number => a.start - b.start || a.end - b.end;
  return { remarks: remarks.sort(byPlace), uses: uses.sort(byPlace) };
}

function expressionRemarks(expression: LuaExpression, parent: LuaExpression | null): readonly LuaRemark[] {
  switch (expression.kind) {
    case "global":
      return [...mentionRemarks(expression.name, expression, parent), ...environmentRemarks(expression)];
    case "index": {
      const name = globalOf(expression);
      return name === null ? aliasRemarks(expression, expression.key) : mentionRemarks(name, expression, parent);
    }
    case "call":
      return [...calledRemarks(expression, parent), ...handlerRemarks(expression)];
    case "method":
      return [...aliasRemarks(expression, expression.method), ...handlerRemarks(expression)];
    default:
      return [];
  }
}

/** Remarks about an expression that gives the global of this name. */
function mentionRemarks(name: string, at: LuaExpression, parent: LuaExpression | null): readonly LuaRemark[] {
  const { start, end } = at;
  const known = Object.hasOwn(FORBIDDEN, name) ? FORBIDDEN[name] : undefined;
  if (known !== undefined) return [{ rule: known[0], message: `\`${name}\` ${known[1]}.`, start, end }];
  const field = parent?.kind === "index" && parent.object === at ? parent.key : null;
  const values = parent?.kind === "call" && parent.callee === at ? parent.values : null;
  switch (name) {
    case "os":
      return osRemarks(at, field);
    case "string":
      return field === null ? [] : dumpRemarks(at, field);
    case "require":
      if (values?.[0] !== undefined && certainString(values[0]) !== null) return [];
      return [{ rule: "lua/require", message: "`require` is not called with a constant name.", start, end }];
    case "getmetatable":
      if (values?.[0] === undefined || likelyString(values[0]) === null) return [];
      return [
        { rule: "lua/environment", message: "The metatable of all strings is changed for everybody.", start, end },
      ];
    default:
      return [];
  }
}

/** Remarks about a field of what a local stands for, or of a string. */
function aliasRemarks({ object }: LuaIndex | LuaMethodCall, key: LuaExpression): readonly LuaRemark[] {
  if (object.kind !== "local" && object.kind !== "string" && object.kind !== "group") return [];
  switch (globalOf(object)) {
    case "os":
      return osRemarks(object, key);
    case "string":
      return dumpRemarks(object, key);
    default:
      return [];
  }
}

function osRemarks({ start, end }: LuaRange, field: LuaExpression | null): readonly LuaRemark[] {
  const certain = field === null ? null : certainString(field);
  if (certain !== null && OS_ALLOWED.has(certain)) return [];
  const likely = field === null ? null : likelyString(field);
  const name = field === null || likely === null ? "`os` in another way than `os.time()`" : osField(likely);
  const isNamed = field !== null && likely !== null;
  return [{ rule: "lua/os", message: `The app uses ${name}.`, start, end: isNamed ? field.end : end }];
}

function osField(name: string): string {
  return /^[A-Za-z_]\w{0,40}$/.test(name) ? `\`os.${name}\`` : `\`os[${echo(name)}]\``;
}

function dumpRemarks({ start }: LuaRange, field: LuaExpression): readonly LuaRemark[] {
  if (likelyString(field) !== "dump") return [];
  return [{ rule: "lua/dynamic-code", message: "`string.dump` makes bytecode.", start, end: field.end }];
}

function calledRemarks(call: LuaCall, parent: LuaExpression | null): readonly LuaRemark[] {
  const name = globalOf(call);
  // What `getfenv` gives was remarked upon with its name.
  return name === null || globalOf(call.callee) === "getfenv" ? [] : mentionRemarks(name, call, parent);
}

function environmentRemarks({ environment }: LuaGlobalName): readonly LuaRemark[] {
  if (environment === null) return [];
  const { start, end } = environment;
  return [{ rule: "lua/environment", message: "A local `_ENV` replaces the globals.", start, end }];
}

/** Markup that is made of text while the app runs: what it holds cannot be checked before. */
function markupTargets({ targets }: LuaAssignment): readonly LuaRemark[] {
  return targets.flatMap((target) => {
    if (target.kind !== "index" || likelyString(target.key) !== "inner_rml") return [];
    const { start, end } = target.key;
    return [{ rule: "lua/markup", message: "`inner_rml` is set, which parses text as markup.", start, end }];
  });
}

/** Handlers that are made of text. */
function handlerRemarks(call: LuaCall | LuaMethodCall): readonly LuaRemark[] {
  const isMethod = call.kind === "method";
  const name = isMethod ? call.method : call.callee.kind === "index" ? call.callee.key : null;
  const attribute = call.values[isMethod ? 0 : 1];
  if (name === null || attribute === undefined || likelyString(name) !== "SetAttribute") return [];
  if (!/^on/i.test(likelyString(attribute) ?? "")) return [];
  return [{ rule: "lua/markup", message: "A handler is set as text.", start: name.start, end: attribute.end }];
}

function moduleUse(expression: LuaExpression, modules: Names): LuaModuleUse | null {
  const { kind } = expression;
  if (kind !== "global" && kind !== "index" && kind !== "call") return null;
  const module = globalOf(expression);
  if (module === null || !modules.has(module)) return null;
  const at = expression.kind === "call" ? (expression.values.at(-1) ?? expression) : expression;
  return { module, start: at.start, end: at.end };
}
