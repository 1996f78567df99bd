import { libraryName } from "../names.ts";
import type { LuaBlock, LuaExpression, LuaFor, LuaLoop, LuaStatement } from "../syntax/ast.ts";
import { walkExpression } from "../walk.ts";

/** How control may leave a block before its end. */
export interface Exits {
  /** Leaves the innermost loop around the block. */
  breaks: boolean;
  /** Leaves the function, for good or until it is resumed. */
  leaves: boolean;
  /** Calls what may raise an error or yield, for all one knows. */
  calls: boolean;
  /** Labels outside that it jumps to. */
  readonly jumps: Set<string>;
}

/** So many labels are told apart; a block that jumps to more leaves. */
const JUMPS = 16;
const LEAVING: ReadonlySet<string> = new Set(["error", "assert", "coroutine.yield", "os.exit"]);
const HARMLESS: ReadonlySet<string> = new Set(
  "getmetatable ipairs next pairs print rawequal rawget rawlen rawset select setmetatable tonumber tostring type".split(
    " ",
  ),
);
const HARMLESS_LIBRARY = /^(?:math|string|table|utf8)\.|^os\.(?:clock|date|difftime|time)$/;

/** Finds the exits of the blocks of one tree. Every loop is looked at once, however often it is asked about. */
export class ExitFinder {
  readonly #loops = new Map<LuaStatement, Exits>();

  /** Exits of some statements in a row. */
  of(block: LuaBlock): Exits {
    const exits: Exits = { breaks: false, leaves: false, calls: false, jumps: new Set() };
    const labels = new Set<string>();
    for (const statement of block) {
      if (statement.kind === "label") labels.add(statement.name);
      else this.#add(statement, exits);
    }
    for (const label of labels) exits.jumps.delete(label);
    return exits;
  }

  /** Exits of the body of a loop; those of a `break` in it too. */
  ofBody(loop: LuaLoop | LuaFor): Exits {
    const known = this.#loops.get(loop);
    if (known !== undefined) return known;
    const exits = this.of(loop.body);
    if (loop.kind === "while" || loop.kind === "repeat") addCalls(loop.condition, exits);
    this.#loops.set(loop, exits);
    return exits;
  }

  #add(statement: LuaStatement, exits: Exits): void {
    switch (statement.kind) {
      case "break":
        exits.breaks = true;
        return;
      case "return":
        exits.leaves = true;
        return;
      case "goto":
        jump(statement.name, exits);
        return;
      case "do":
        this.#merge(this.of(statement.body), exits);
        return;
      case "if":
        for (const { condition, body } of statement.branches) {
          addCalls(condition, exits);
          this.#merge(this.of(body), exits);
        }
        this.#merge(this.of(statement.otherwise), exits);
        return;
      case "while":
      case "repeat":
        this.#merge({ ...this.ofBody(statement), breaks: false }, exits);
        return;
      case "for":
      case "for in":
        for (const value of statement.values) addCalls(value, exits);
        // What gives the values of a `for … in` is a function too.
        if (statement.kind === "for in" && !isPlainIteration(statement)) exits.calls = true;
        this.#merge({ ...this.ofBody(statement), breaks: false }, exits);
        return;
      case "call":
        addCalls(statement.call, exits);
        return;
      case "local":
        for (const value of statement.values) addCalls(value, exits);
        // A variable that is closed calls what its value says.
        if (statement.variables.some(({ attribute }) => attribute === "close")) exits.calls = true;
        return;
      case "assignment":
        for (const value of [...statement.targets, ...statement.values]) addCalls(value, exits);
        return;
      default:
        return;
    }
  }

  #merge(inner: Exits, exits: Exits): void {
    exits.breaks ||= inner.breaks;
    exits.leaves ||= inner.leaves;
    exits.calls ||= inner.calls;
    for (const label of inner.jumps) jump(label, exits);
  }
}

function jump(label: string, exits: Exits): void {
  if (exits.jumps.size < JUMPS) exits.jumps.add(label);
  else exits.leaves = true;
}

function isPlainIteration({ values: [first] }: LuaFor): boolean {
  const name = first?.kind === "call" ? libraryName(first.callee) : null;
  return name === "pairs" || name === "ipairs" || name === "string.gmatch";
}

function addCalls(expression: LuaExpression, exits: Exits): void {
  walkExpression(expression, (part) => {
    if (part.kind === "method") exits.calls = true;
    if (part.kind !== "call") return;
    const name = libraryName(part.callee);
    if (name !== null && LEAVING.has(name)) exits.leaves = true;
    else if (name === null || !(HARMLESS.has(name) || HARMLESS_LIBRARY.test(name))) exits.calls = true;
  });
}
