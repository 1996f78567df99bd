import { collectApiUses, type LuaApiUse } from "./api-uses.ts";
import { collectGlobalNames, type LuaGlobalRead } from "./global-names.ts";
import type { LuaRemark } from "./remark.ts";
import { collectRequests, type LuaRequest } from "./requests.ts";
import { environment } from "./rules/environment.ts";
import { forbiddenNames } from "./rules/forbidden-names.ts";
import { markup } from "./rules/markup.ts";
import type { LuaRule } from "./rules/rule.ts";
import type { LuaBlock, LuaRange } from "./syntax/ast.ts";
import { type LuaSourceKind, parseLua } from "./syntax/parse.ts";
import type { LuaProblem } from "./syntax/problem.ts";
import { walkLua } from "./walk.ts";
import { apiModules, membersOf } from "../sdk/api-names.ts";

export interface LuaReport {
  /** In the order of the source. */
  readonly remarks: readonly LuaRemark[];
  /** Of modules of the API, in the order of the source. */
  readonly uses: readonly LuaApiUse[];
  /** The first place of each global name that is read. */
  readonly reads: readonly LuaGlobalRead[];
  /** Global names that get a value. */
  readonly writes: ReadonlySet<string>;
  /** Calls that connect to a server, in the order of the source. */
  readonly requests: readonly LuaRequest[];
}

/**
 * Checks Lua by its tree: every rule in `rules/`, and what it uses of the API and of the globals. What is no Lua gets one remark
 * about where it stops being it.
 */
export function checkLua(source: string, kind: LuaSourceKind = "file"): LuaReport {
  const parsed = parseLua(source, kind);
  return parsed.ok ? checkTree(parsed.body) : unreadLua([problemRemark(parsed.problem)]);
}

/** The report of Lua that is not read further. */
export function unreadLua(remarks: readonly LuaRemark[]): LuaReport {
  return { remarks, uses: [], reads: [], writes: new Set(), requests: [] };
}

/** What is said of Lua that cannot be read. */
export function problemRemark({ kind, message, start, end }: LuaProblem): LuaRemark {
  return { rule: kind === "limit" ? "lua/too-large" : "lua/syntax", message: `${message}.`, start, end };
}

/** Checks the tree of some Lua, see `checkLua`. */
export function checkTree(body: LuaBlock): LuaReport {
  const remarks: LuaRemark[] = [];
  const api = collectApiUses(apiModules);
  const names = collectGlobalNames((name) => membersOf(name) !== null);
  const network = collectRequests();
  const collectors = [api, names, network];
  const rules: readonly LuaRule[] = [forbiddenNames, environment, markup];
  const ofExpressions = rules.flatMap(({ expression }) => expression ?? []);
  const ofStatements = rules.flatMap(({ statement }) => statement ?? []);
  walkLua(body, {
    expression: (expression, parent) => {
      for (const rule of ofExpressions) remarks.push(...rule(expression, parent));
      for (const collector of collectors) collector.expression(expression, parent);
    },
    statement: (statement) => {
      for (const rule of ofStatements) remarks.push(...rule(statement));
      for (const collector of collectors) collector.statement(statement);
    },
  });
  for (const rule of rules) remarks.push(...(rule.end?.() ?? []));
  const byPlace = (a: LuaRange, b: LuaRange): number => a.start - b.start || a.end - b.end;
  return {
    remarks: remarks.sort(byPlace),
    uses: api.uses.toSorted(byPlace),
    reads: names.reads(),
    writes: names.writes,
    requests: network.requests.toSorted(byPlace),
  };
}
