import { type LuaModuleUse, moduleUse, type Names } from "./module-uses.ts";
import type { LuaRemark } from "./remark.ts";
import { environment } from "./rules/environment.ts";
import { forbiddenNames } from "./rules/forbidden-names.ts";
import { markup } from "./rules/markup.ts";
import type { LuaRule } from "./rules/rule.ts";
import type { LuaBlock, LuaRange } from "./syntax/ast.ts";
import { type LuaSourceKind, parseLua } from "./syntax/parse.ts";
import type { LuaProblem } from "./syntax/problem.ts";
import { walkLua } from "./walk.ts";

export interface LuaReport {
  /** In the order of the source. */
  readonly remarks: readonly LuaRemark[];
  /** In the order of the source. */
  readonly uses: readonly LuaModuleUse[];
}

/**
 * Checks Lua by its tree: every rule in `rules/`, and which of `modules` it uses. What is no Lua gets one remark about where it
 * stops being it.
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
  const rules: readonly LuaRule[] = [forbiddenNames, environment, markup];
  const ofExpressions = rules.flatMap(({ expression }) => expression ?? []);
  const ofStatements = rules.flatMap(({ statement }) => statement ?? []);
  walkLua(body, {
    expression: (expression, parent) => {
      for (const rule of ofExpressions) remarks.push(...rule(expression, parent));
      const use = moduleUse(expression, modules);
      if (use !== null) uses.push(use);
    },
    statement: (statement) => {
      for (const rule of ofStatements) remarks.push(...rule(statement));
    },
  });
  for (const rule of rules) remarks.push(...(rule.end?.() ?? []));
  const byPlace = (a: LuaRange, b: LuaRange): number => a.start - b.start || a.end - b.end;
  return { remarks: remarks.sort(byPlace), uses: uses.sort(byPlace) };
}
