import type {
  LuaCall,
  LuaExpression,
  LuaField,
  LuaFunction,
  LuaGlobalName,
  LuaGroup,
  LuaLocalName,
  LuaMethodCall,
  LuaString,
  LuaTable,
} from "./ast.ts";
import type { LuaLexer } from "./lexer.ts";
import { BINARY, UNARY, UNARY_BINDS } from "./operators.ts";
import { refuse } from "./problem.ts";
import type { LuaScopes } from "./scopes.ts";
import { accept, demand, demandClosing, near } from "./grammar.ts";

/** Values of a list that a table takes at once. */
const FLUSHED = 50;

/** Reads expressions (reference manual, section 3.4) as Lua's `lparser.c` does. Every method throws `LuaProblemError`. */
export class LuaExpressions {
  readonly #lexer: LuaLexer;
  readonly #scopes: LuaScopes;
  readonly #functionBody: (start: number) => LuaFunction;

  /** @param functionBody reads what follows the keyword `function` at `start` */
  constructor(lexer: LuaLexer, scopes: LuaScopes, functionBody: (start: number) => LuaFunction) {
    this.#lexer = lexer;
    this.#scopes = scopes;
    this.#functionBody = functionBody;
  }

  read(): LuaExpression {
    return this.#operators(0);
  }

  /** Reads one or more expressions, each of which keeps a register until the last is read. */
  list(): readonly LuaExpression[] {
    const values = [this.read()];
    while (accept(this.#lexer, ",")) {
      this.#scopes.hold(1);
      values.push(this.read());
    }
    this.#scopes.hold(1 - values.length);
    return values;
  }

  /** A name, or an expression in parentheses, and the fields, indices and calls behind it. */
  suffixed(): LuaExpression {
    const lexer = this.#lexer;
    let object: LuaExpression = this.#primary();
    for (;;) {
      const start: number = object.start;
      switch (lexer.kind) {
        case ".": {
          lexer.next();
          const key = this.name();
          this.#scopes.load(key);
          object = { kind: "index", object, key, start, end: key.end };
          break;
        }
        case "[": {
          this.#scopes.hold(1);
          const key = this.index();
          this.#scopes.hold(-1);
          object = { kind: "index", object, key, start, end: lexer.before };
          break;
        }
        case ":":
        case "(":
        case "{":
        case "<string>":
          object = this.#call(object);
          break;
        default:
          return object;
      }
    }
  }

  /** The name at which the lexer stands, as a string. */
  name(): LuaString {
    const { text, start, end } = this.#lexer;
    demand(this.#lexer, "<name>");
    return { kind: "string", value: text, start, end };
  }

  /** The expression in brackets. */
  index(): LuaExpression {
    this.#lexer.next();
    const key = this.read();
    demand(this.#lexer, "]");
    return key;
  }

  variable(): LuaLocalName | LuaGlobalName {
    const { text, start, end } = this.#lexer;
    demand(this.#lexer, "<name>");
    const at = { start, end };
    this.#scopes.load(at);
    const variable = this.#scopes.find(text, at);
    if (variable !== null) return { kind: "local", variable, start, end };
    return { kind: "global", name: text, environment: this.#scopes.find("_ENV", at), start, end };
  }

  #operators(limit: number): LuaExpression {
    const lexer = this.#lexer;
    const scopes = this.#scopes;
    scopes.enter(lexer);
    let left = this.#unary();
    for (let binary = BINARY.get(lexer.kind); binary !== undefined && binary.left > limit;) {
      lexer.next();
      scopes.hold(1);
      const right = this.#operators(binary.right);
      scopes.hold(-1);
      left = { kind: "binary", operator: binary.operator, left, right, start: left.start, end: right.end };
      binary = BINARY.get(lexer.kind);
    }
    scopes.leave();
    return left;
  }

  #unary(): LuaExpression {
    const lexer = this.#lexer;
    const operator = UNARY.get(lexer.kind);
    if (operator === undefined) return this.#simple();
    const { start } = lexer;
    lexer.next();
    const operand = this.#operators(UNARY_BINDS);
    return { kind: "unary", operator, operand, start, end: operand.end };
  }

  #simple(): LuaExpression {
    const lexer = this.#lexer;
    const { kind, start, end } = lexer;
    switch (kind) {
      case "<number>": {
        const { number } = lexer;
        this.#literal();
        return number.kind === "integer"
          ? { kind: "integer", value: number.value, start, end }
          : { kind: "float", value: number.value, start, end };
      }
      case "<string>":
        return this.#string();
      case "...":
        if (!this.#scopes.isVararg()) refuse("cannot use '...' outside a vararg function near '...'", start, end);
        this.#literal();
        return { kind, start, end };
      case "nil":
      case "true":
      case "false":
        this.#literal();
        return { kind, start, end };
      case "{":
        return this.#table();
      case "function":
        this.#scopes.load(lexer);
        lexer.next();
        return this.#functionBody(start);
      default:
        return this.suffixed();
    }
  }

  #literal(): void {
    this.#scopes.load(this.#lexer);
    this.#lexer.next();
  }

  #string(): LuaString {
    const { text, start, end } = this.#lexer;
    this.#literal();
    return { kind: "string", value: text, start, end };
  }

  #primary(): LuaLocalName | LuaGlobalName | LuaGroup {
    const lexer = this.#lexer;
    if (lexer.kind === "<name>") return this.variable();
    const { kind, start, end } = lexer;
    if (kind !== "(") return refuse(`unexpected symbol near ${near(lexer)}`, start, end);
    lexer.next();
    const inner = this.read();
    demandClosing(lexer, ")", "(", start);
    return { kind: "group", inner, start, end: lexer.before };
  }

  #call(callee: LuaExpression): LuaCall | LuaMethodCall {
    const { start } = callee;
    if (this.#lexer.kind !== ":") {
      this.#scopes.hold(1);
      const values = this.#arguments();
      this.#scopes.hold(-1);
      return { kind: "call", callee, values, start, end: this.#lexer.before };
    }
    this.#lexer.next();
    const method = this.name();
    this.#scopes.load(method);
    this.#scopes.hold(2);
    const values = this.#arguments();
    this.#scopes.hold(-2);
    return { kind: "method", object: callee, method, values, start, end: this.#lexer.before };
  }

  #arguments(): readonly LuaExpression[] {
    const lexer = this.#lexer;
    const { kind, start, end } = lexer;
    switch (kind) {
      case "<string>":
        return [this.#string()];
      case "{":
        return [this.#table()];
      case "(": {
        lexer.next();
        const values = lexer.kind === ")" ? [] : this.list();
        demandClosing(lexer, ")", "(", start);
        return values;
      }
      default:
        return refuse(`function arguments expected near ${near(lexer)}`, start, end);
    }
  }

  #table(): LuaTable {
    const lexer = this.#lexer;
    const scopes = this.#scopes;
    const { start } = lexer;
    const fields: LuaField[] = [];
    let waiting = 0;
    scopes.load(lexer);
    scopes.hold(1);
    lexer.next();
    while (lexer.kind !== "}") {
      const field = this.#field();
      fields.push(field);
      if (field.key === null) {
        waiting += 1;
        scopes.hold(1);
        if (waiting === FLUSHED) {
          scopes.hold(-waiting);
          waiting = 0;
        }
      }
      if (!accept(lexer, ",") && !accept(lexer, ";")) break;
    }
    scopes.hold(-waiting - 1);
    demandClosing(lexer, "}", "{", start);
    return { kind: "table", fields, start, end: lexer.before };
  }

  #field(): LuaField {
    const lexer = this.#lexer;
    if (lexer.kind === "<name>" && lexer.isEqualsNext()) {
      const key = this.name();
      lexer.next();
      this.#scopes.hold(1);
      const value = this.read();
      this.#scopes.hold(-1);
      return { key, value };
    }
    if (lexer.kind !== "[") return { key: null, value: this.read() };
    const key = this.index();
    demand(lexer, "=");
    this.#scopes.hold(1);
    const value = this.read();
    this.#scopes.hold(-1);
    return { key, value };
  }
}
