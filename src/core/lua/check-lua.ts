import { globalNames } from "./global-names.ts";
import { type LuaToken, readLuaTokens } from "./tokens.ts";
import type { RuleId } from "../findings/catalogue.ts";

/** Something in Lua source that a rule is about. Offsets are UTF-16 units of the source. */
export interface LuaRemark {
  readonly rule: RuleId;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A module of the Mosis API that the source names. */
export interface LuaModuleUse {
  readonly module: string;
  readonly start: number;
  readonly end: number;
}

export interface LuaReport {
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
/** `require("mosis.storage")` is `storage`. */
const MODULE_PREFIX = "mosis.";

/**
 * Checks Lua source by its tokens: names of the standard library that apps may not use, computed access, and which of `modules`
 * it uses. Nothing within strings and comments counts.
 *
 * @param modules names of global tables whose use is reported
 */
export function checkLua(source: string, modules: Names): LuaReport {
  const { tokens, problem } = readLuaTokens(source);
  const remarks: LuaRemark[] = [];
  const uses: LuaModuleUse[] = [];
  if (problem !== null) remarks.push({ rule: "lua/syntax", ...problem });
  for (const index of globalNames(tokens)) {
    const token = tokens[index];
    if (token === undefined) continue;
    const { text, start, end } = token;
    if (modules.has(text)) uses.push({ module: text, start, end });
    remarks.push(...globalRemarks(tokens, index, token));
  }
  const strings = tokens.flatMap((token, index) => (token.kind === "string" ? [index] : []));
  for (const index of strings) {
    const module = requiredModule(tokens, index);
    const { start = 0, end = 0 } = tokens[index] ?? {};
    if (module !== null && modules.has(module)) uses.push({ module, start, end });
  }
  remarks.push(...markupRemarks(tokens));
  return { remarks: remarks.toSorted((a, b) => a.start - b.start), uses: uses.toSorted((a, b) => a.start - b.start) };
}

function globalRemarks(tokens: readonly LuaToken[], index: number, token: LuaToken): readonly LuaRemark[] {
  const { text, start, end } = token;
  const field = fieldAfter(tokens, index);
  const known = Object.hasOwn(FORBIDDEN, text) ? FORBIDDEN[text] : undefined;
  if (known !== undefined) return [{ rule: known[0], message: `\`${text}\` ${known[1]}.`, start, end }];
  if (text === "os") return field !== null && OS_ALLOWED.has(field.text) ? [] : [osRemark(token, field)];
  if (text === "string" && field?.text === "dump") {
    return [{ rule: "lua/dynamic-code", message: "`string.dump` makes bytecode.", start, end: field.end }];
  }
  const argument = tokens[index + 1]?.text === "(" ? tokens[index + 2] : tokens[index + 1];
  if (text === "require" && !isConstantCall(tokens, index)) {
    return [{ rule: "lua/require", message: "`require` is not called with a constant name.", start, end }];
  }
  if (text === "getmetatable" && argument?.kind === "string") {
    return [{ rule: "lua/environment", message: "The metatable of all strings is changed for everybody.", start, end }];
  }
  return [];
}

function osRemark({ start, end }: LuaToken, field: LuaToken | null): LuaRemark {
  const name = field === null ? "`os` in another way than `os.time()`" : `\`os.${field.text}\``;
  return { rule: "lua/os", message: `The app uses ${name}.`, start, end: field?.end ?? end };
}

/** The name behind the dot or in the constant brackets that follow. */
function fieldAfter(tokens: readonly LuaToken[], index: number): LuaToken | null {
  const [first, second, third] = [1, 2, 3].map((offset) => tokens[index + offset]);
  if (first?.kind !== "symbol") return null;
  if (first.text === "." && second?.kind === "name") return second;
  return first.text === "[" && second?.kind === "string" && third?.text === "]" ? second : null;
}

function isConstantCall(tokens: readonly LuaToken[], index: number): boolean {
  const [first, second, third] = [1, 2, 3].map((offset) => tokens[index + offset]);
  if (first?.kind === "string") return true;
  return first?.text === "(" && second?.kind === "string" && third?.kind === "symbol" && third.text === ")";
}

function requiredModule(tokens: readonly LuaToken[], index: number): string | null {
  const value = tokens[index]?.text ?? "";
  const before = tokens[index - 1]?.text === "(" ? tokens[index - 2] : tokens[index - 1];
  if (before?.kind !== "name" || before.text !== "require" || !value.startsWith(MODULE_PREFIX)) return null;
  return value.slice(MODULE_PREFIX.length);
}

/** Markup and handlers that are made of text while the app runs: what they hold cannot be checked before. */
function markupRemarks(tokens: readonly LuaToken[]): readonly LuaRemark[] {
  return tokens.flatMap((token, index) => {
    const { kind, text, start, end } = token;
    const next = tokens[index + 1];
    if (kind === "name" && text === "inner_rml" && next?.kind === "symbol" && next.text === "=") {
      return [{ rule: "lua/markup", message: "`inner_rml` is set, which parses text as markup.", start, end }];
    }
    const argument = tokens[index + 2];
    const isHandler = kind === "name" && text === "SetAttribute" && next?.text === "(" && argument?.kind === "string";
    if (!isHandler || !/^on/i.test(argument.text)) return [];
    return [{ rule: "lua/markup", message: "A handler is set as text.", start, end: argument.end }];
  });
}
