import { collectApiUses, type LuaApiUse } from "./api-uses.ts";
import { collectFacts, type LuaNamingCall } from "./facts.ts";
import { collectGlobalNames, type LuaGlobalRead } from "./global-names.ts";
import { brokenHandler, readHandler } from "./handler-body.ts";
import type { LiteralText } from "./literal-text.ts";
import { type LuaRemark, NOTHING, remark } from "./remark.ts";
import { collectRequests, type LuaRequest } from "./requests.ts";
import { bytecode } from "./rules/bytecode.ts";
import { endlessLoops } from "./rules/endless-loop.ts";
import { endlessRecursion } from "./rules/endless-recursion.ts";
import { environment } from "./rules/environment.ts";
import { forbiddenNames } from "./rules/forbidden-names.ts";
import { markup } from "./rules/markup.ts";
import { memoryBombs } from "./rules/memory-bomb.ts";
import { obfuscated } from "./rules/obfuscation/obfuscated.ts";
import { patternBombs } from "./rules/pattern-bomb.ts";
import type { LuaRule } from "./rules/rule.ts";
import { stringHandlers } from "./rules/string-handler.ts";
import type { LuaBlock, LuaRange } from "./syntax/ast.ts";
import { type LuaSourceKind, parseLua } from "./syntax/parse.ts";
import type { LuaProblem } from "./syntax/problem.ts";
import { walkLua } from "./walk.ts";
import { apiModules, membersOf } from "../sdk/api-names.ts";

/** What Lua is like. Everything is in the order of the source. */
export interface LuaReport {
  readonly remarks: readonly LuaRemark[];
  /** Of modules of the API. */
  readonly uses: readonly LuaApiUse[];
  /** The first place of each global name that is read. */
  readonly reads: readonly LuaGlobalRead[];
  /** Global names that get a value. */
  readonly writes: ReadonlySet<string>;
  /** Calls that connect to a server. */
  readonly requests: readonly LuaRequest[];
  /** Strings that stand in it, but long ones and the names of fields and methods. */
  readonly strings: ReadonlySet<string>;
  /** Calls by which it names a file, a text or a module. */
  readonly calls: readonly LuaNamingCall[];
  /** Constant strings that become parts of documents. */
  readonly markup: readonly LiteralText[];
}

/** Handlers that are strings in handlers that are strings are read so deep: each level is read anew. */
const DEEPEST = 3;

/**
 * Checks Lua by its tree: every rule in `rules/`, and what it uses of the API and of the globals. What is no Lua gets one remark
 * about where it stops being it.
 */
export function checkLua(source: string, kind: LuaSourceKind = "file"): LuaReport {
  const parsed = parseLua(source, kind);
  return sorted(parsed.ok ? checkTree(source, parsed.body, 0) : unread([problemRemark(parsed.problem, source)]));
}

/** Checks the text of a handler as RmlUi compiles it: it has to stay the body of one function. Offsets are those of the text. */
export function checkLuaHandler(text: string): LuaReport {
  return sorted(checkHandler(text, 0));
}

function checkHandler(text: string, depth: number): LuaReport {
  const { tree, problem, isBroken, place } = readHandler(text);
  if (problem !== null) return unread([place(problemRemark(problem, text))]);
  const broken = isBroken ? [brokenHandler(text)] : NOTHING;
  if (tree === null) return unread(broken);
  const { remarks, ...others } = placed(checkTree(tree.source, tree.body, depth), place);
  return { remarks: [...broken, ...remarks], ...others };
}

/** What is said of Lua that cannot be read. */
function problemRemark({ kind, message, start, end }: LuaProblem, source: string): LuaRemark {
  if (source.startsWith("\x1bL", start)) return { rule: "lua/bytecode", message: "This is Lua bytecode.", start, end };
  return { rule: kind === "limit" ? "lua/too-large" : "lua/syntax", message: `${message}.`, start, end };
}

function checkTree(source: string, body: LuaBlock, depth: number): LuaReport {
  const remarks: LuaRemark[] = [];
  const api = collectApiUses(apiModules);
  const names = collectGlobalNames((name) => membersOf(name) !== null);
  const network = collectRequests();
  const facts = collectFacts();
  const collectors = [api, names, network, facts];
  const handlers = stringHandlers(source);
  const documents = markup(source);
  const rules: readonly LuaRule[] = [
    forbiddenNames,
    environment,
    bytecode,
    documents,
    handlers,
    memoryBombs,
    patternBombs(),
    endlessLoops(),
    endlessRecursion(),
    obfuscated(source, body),
  ];
  const ofExpressions = rules.flatMap(({ expression }) => expression ?? []);
  const ofStatements = rules.flatMap(({ statement }) => statement ?? []);
  const ofBlocks = rules.flatMap(({ block }) => block ?? []);
  const add = (found: readonly LuaRemark[]): void => {
    if (found !== NOTHING) remarks.push(...found);
  };
  walkLua(body, {
    expression: (expression, parent) => {
      for (const rule of ofExpressions) add(rule(expression, parent));
      for (const collector of collectors) collector.expression(expression, parent);
    },
    statement: (statement) => {
      for (const rule of ofStatements) add(rule(statement));
      for (const collector of collectors) collector.statement(statement);
    },
    block: (block) => {
      for (const rule of ofBlocks) add(rule(block));
    },
  });
  for (const rule of rules) add(rule.end?.() ?? NOTHING);
  const own = {
    remarks,
    uses: api.uses,
    reads: names.reads(),
    writes: names.writes,
    requests: network.requests,
    strings: facts.strings,
    calls: facts.calls,
    markup: documents.found,
  };
  if (handlers.found.length === 0) return own;
  const inner = handlers.found.map(({ text, place }) => {
    const at = <T extends LuaRange>(each: T): T => ({ ...each, ...place(each.start, each.end) });
    return depth < DEEPEST ? placed(checkHandler(text, depth + 1), at) : unread(tooDeep(place(0, text.length)));
  });
  return merged([own, ...inner]);
}

function tooDeep(at: LuaRange): readonly LuaRemark[] {
  return remark("lua/string-handler", "A string in strings that are handlers is a handler.", at);
}

/** The report of Lua that is not read further. */
function unread(remarks: readonly LuaRemark[]): LuaReport {
  const nothing = { uses: [], reads: [], writes: new Set<string>(), requests: [], calls: [], markup: [] };
  return { remarks, strings: new Set(), ...nothing };
}

/** A report of a piece of a source, at the places that its pieces have there. */
function placed(
  { remarks, uses, reads, requests, calls, markup: documents, ...others }: LuaReport,
  place: <T extends LuaRange>(at: T) => T,
): LuaReport {
  return {
    remarks: remarks.map(place),
    uses: uses.map(place),
    reads: reads.map(place),
    requests: requests.map(place),
    calls: calls.map(place),
    markup: documents.map(({ text, place: inner }) => ({ text, place: (start, end) => place(inner(start, end)) })),
    ...others,
  };
}

function merged(reports: readonly LuaReport[]): LuaReport {
  return {
    remarks: reports.flatMap(({ remarks }) => remarks),
    uses: reports.flatMap(({ uses }) => uses),
    reads: reports.flatMap(({ reads }) => reads),
    writes: new Set(reports.flatMap(({ writes }) => [...writes])),
    requests: reports.flatMap(({ requests }) => requests),
    strings: new Set(reports.flatMap(({ strings }) => [...strings])),
    calls: reports.flatMap(({ calls }) => calls),
    markup: reports.flatMap(({ markup: documents }) => documents),
  };
}

function sorted({ remarks, uses, reads, requests, calls, ...others }: LuaReport): LuaReport {
  const byPlace = (a: LuaRange, b: LuaRange): number => a.start - b.start || a.end - b.end;
  return {
    remarks: remarks.toSorted(byPlace),
    uses: uses.toSorted(byPlace),
    reads: reads.toSorted(byPlace),
    requests: requests.toSorted(byPlace),
    calls: calls.toSorted(byPlace),
    ...others,
  };
}
