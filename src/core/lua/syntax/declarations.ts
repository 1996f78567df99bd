import type {
  LuaFunction,
  LuaFunctionStatement,
  LuaLocal,
  LuaLocalFunction,
  LuaBlock,
  LuaRange,
  LuaTarget,
  LuaVariable,
} from "./ast.ts";
import type { LuaExpressions } from "./expressions.ts";
import { accept, demand, demandClosing } from "./grammar.ts";
import type { LuaLexer } from "./lexer.ts";
import { refuse } from "./problem.ts";
import type { LuaScopes, OpenVariable } from "./scopes.ts";

/** Reads what names variables and functions. Every method throws `LuaProblemError`. */
export class LuaDeclarations {
  readonly #lexer: LuaLexer;
  readonly #scopes: LuaScopes;
  readonly #expressions: LuaExpressions;
  readonly #statements: () => LuaBlock;

  /** @param statements reads the statements of a block whose scope is open */
  constructor(lexer: LuaLexer, scopes: LuaScopes, expressions: LuaExpressions, statements: () => LuaBlock) {
    this.#lexer = lexer;
    this.#scopes = scopes;
    this.#expressions = expressions;
    this.#statements = statements;
  }

  /** `function a.b:c() … end`. */
  function(): LuaFunctionStatement {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    let target: LuaTarget = this.#expressions.variable();
    let method: LuaRange | null = null;
    while (method === null && (lexer.kind === "." || lexer.kind === ":")) {
      const isMethod = lexer.kind === ":";
      lexer.next();
      const key = this.#expressions.name();
      if (isMethod) method = key;
      target = { kind: "index", object: target, key, start: target.start, end: key.end };
    }
    this.#scopes.hold(2);
    const value = this.functionBody(start, method);
    this.#scopes.hold(-2);
    this.assign(target);
    return { kind: "function", target, value, start, end: lexer.before };
  }

  /** `local function a() … end`, from the name on. */
  localFunction(start: number): LuaLocalFunction {
    const name = this.#expressions.name();
    const variable = this.#scopes.declare(name.value, name);
    this.#scopes.activate([variable]);
    const value = this.functionBody(start, null);
    variable.value = value;
    return { kind: "local function", variable, value, start, end: this.#lexer.before };
  }

  /** `local a <const> = …`, from the first name on. */
  local(start: number): LuaLocal {
    const lexer = this.#lexer;
    const variables: OpenVariable[] = [];
    do {
      const name = this.#expressions.name();
      const attribute = this.#attribute();
      if (attribute === "close" && variables.some((variable) => variable.attribute === "close")) {
        refuse("multiple to-be-closed variables in local list", name.start, lexer.before);
      }
      variables.push(this.#scopes.declare(name.value, name, attribute));
    } while (accept(lexer, ","));
    const values = accept(lexer, "=") ? this.#expressions.list() : [];
    this.#scopes.load(lexer, variables.length);
    this.#scopes.activate(variables);
    for (const [index, variable] of variables.entries()) variable.value = values[index] ?? null;
    return { kind: "local", variables, values, start, end: lexer.before };
  }

  #attribute(): LuaVariable["attribute"] {
    if (!accept(this.#lexer, "<")) return null;
    const { value, start, end } = this.#expressions.name();
    if (value !== "const" && value !== "close") return refuse(`unknown attribute '${value}'`, start, end);
    demand(this.#lexer, ">");
    return value;
  }

  /** The parameters and the body, from the parenthesis on. */
  functionBody(start: number, method: LuaRange | null): LuaFunction {
    const lexer = this.#lexer;
    const scopes = this.#scopes;
    scopes.openFunction(lexer);
    const parameters = method === null ? [] : [scopes.declare("self", method)];
    demand(lexer, "(");
    let isVararg = false;
    if (lexer.kind !== ")") {
      do {
        isVararg = accept(lexer, "...");
        if (!isVararg) {
          const name = this.#expressions.name();
          parameters.push(scopes.declare(name.value, name));
        }
      } while (!isVararg && accept(lexer, ","));
    }
    if (isVararg) scopes.allowVararg();
    scopes.activate(parameters);
    demand(lexer, ")");
    const body = this.#statements();
    demandClosing(lexer, "end", "function", start);
    scopes.closeFunction();
    return { kind: "function", parameters, isVararg, body, start, end: lexer.before };
  }

  /** Notes that something gets a value. */
  assign(target: LuaTarget): void {
    if (target.kind !== "local") return;
    const { name, attribute } = target.variable;
    if (attribute !== null) refuse(`attempt to assign to const variable '${name}'`, target.start, target.end);
    (target.variable as OpenVariable).isReassigned = true;
  }
}
