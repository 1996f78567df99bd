import type { LuaBlock, LuaExpression, LuaFor, LuaIf, LuaReturn, LuaStatement, LuaTarget } from "./ast.ts";
import { LuaDeclarations } from "./declarations.ts";
import { LuaExpressions } from "./expressions.ts";
import { accept, demand, demandClosing, near } from "./grammar.ts";
import type { LuaLexer } from "./lexer.ts";
import { demandAtMost, refuse } from "./problem.ts";
import { LuaScopes } from "./scopes.ts";
import type { LuaTokenKind } from "./token.ts";
import { limits } from "../../limits.ts";

/** What ends a block; `until` as well where one is open. */
const ENDS_BLOCK: ReadonlySet<LuaTokenKind> = new Set(["else", "elseif", "end", "<eof>"]);
/** Variables that a loop keeps for itself, and registers that calling the iterator takes. */
const HIDDEN = { for: 3, "for in": 4 } as const;
const ITERATOR_CALL = 3;

/** Reads statements (reference manual, section 3.3) as Lua's `lparser.c` does. Every method throws `LuaProblemError`. */
export class LuaStatements {
  readonly #lexer: LuaLexer;
  readonly #scopes = new LuaScopes();
  readonly #expressions: LuaExpressions;
  readonly #declarations: LuaDeclarations;

  constructor(lexer: LuaLexer) {
    this.#lexer = lexer;
    this.#expressions = new LuaExpressions(lexer, this.#scopes, (start) =>
      this.#declarations.functionBody(start, null),
    );
    this.#declarations = new LuaDeclarations(lexer, this.#scopes, this.#expressions, () => this.#list());
  }

  /** Reads the source to its end: the body of a function with `...`. */
  chunk(): LuaBlock {
    this.#scopes.openFunction(this.#lexer);
    this.#scopes.allowVararg();
    this.#lexer.next();
    const body = this.#list();
    if (this.#lexer.kind !== "<eof>") this.#unexpected("'<eof>' expected");
    this.#scopes.closeFunction();
    return body;
  }

  #list(): LuaBlock {
    const statements: LuaStatement[] = [];
    while (!this.#endsBlock()) {
      if (accept(this.#lexer, ";")) continue;
      this.#scopes.enter(this.#lexer);
      if (this.#lexer.kind === "::") this.#label(statements);
      else statements.push(this.#statement());
      this.#scopes.leave();
      if (statements.at(-1)?.kind === "return") break;
    }
    return statements;
  }

  #endsBlock(withUntil = true): boolean {
    return ENDS_BLOCK.has(this.#lexer.kind) || (withUntil && this.#lexer.kind === "until");
  }

  #block(): LuaBlock {
    this.#scopes.openBlock(false);
    const body = this.#list();
    this.#scopes.closeBlock();
    return body;
  }

  #statement(): LuaStatement {
    const lexer = this.#lexer;
    const { kind, start, end } = lexer;
    switch (kind) {
      case "if":
        return this.#if();
      case "while": {
        lexer.next();
        const condition = this.#expressions.read();
        this.#scopes.openBlock(true);
        demand(lexer, "do");
        const body = this.#block();
        demandClosing(lexer, "end", "while", start);
        this.#scopes.closeBlock();
        return { kind: "while", condition, body, start, end: lexer.before };
      }
      case "do": {
        lexer.next();
        const body = this.#block();
        demandClosing(lexer, "end", "do", start);
        return { kind: "do", body, start, end: lexer.before };
      }
      case "for":
        return this.#for();
      case "repeat":
        return this.#repeat();
      case "function":
        return this.#declarations.function();
      case "local":
        lexer.next();
        return accept(lexer, "function") ? this.#declarations.localFunction(start) : this.#declarations.local(start);
      case "return":
        return this.#return();
      case "break":
        lexer.next();
        this.#scopes.break({ start, end });
        return { kind: "break", start, end };
      case "goto": {
        lexer.next();
        const name = this.#expressions.name();
        this.#scopes.jump(name.value, { start, end: name.end });
        return { kind: "goto", name: name.value, start, end: name.end };
      }
      default:
        return this.#expressionStatement();
    }
  }

  #if(): LuaIf {
    const lexer = this.#lexer;
    const { start } = lexer;
    const branches: { condition: LuaExpression; body: LuaBlock }[] = [];
    do {
      lexer.next();
      const condition = this.#expressions.read();
      demand(lexer, "then");
      branches.push({ condition, body: this.#block() });
    } while (lexer.kind === "elseif");
    const otherwise = accept(lexer, "else") ? this.#block() : [];
    demandClosing(lexer, "end", "if", start);
    return { kind: "if", branches, otherwise, start, end: lexer.before };
  }

  #repeat(): LuaStatement {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    this.#scopes.openBlock(true);
    this.#scopes.openBlock(false);
    const body = this.#list();
    demandClosing(lexer, "until", "repeat", start);
    const condition = this.#expressions.read();
    this.#scopes.closeBlock();
    this.#scopes.closeBlock();
    return { kind: "repeat", condition, body, start, end: lexer.before };
  }

  #for(): LuaFor {
    const lexer = this.#lexer;
    const scopes = this.#scopes;
    const { start } = lexer;
    lexer.next();
    scopes.openBlock(true);
    const names = [this.#expressions.name()];
    const kind = lexer.kind === "=" ? "for" : "for in";
    if (lexer.kind !== "=" && lexer.kind !== "," && lexer.kind !== "in") this.#unexpected("'=' or 'in' expected");
    // The variables of the loop itself are named before those of the source, and so count first.
    scopes.addHidden(HIDDEN[kind], lexer);
    if (kind === "for in") while (accept(lexer, ",")) names.push(this.#expressions.name());
    const variables = names.map((name) => scopes.declare(name.value, name));
    demand(lexer, kind === "for" ? "=" : "in");
    const values = kind === "for" ? this.#range() : this.#expressions.list();
    const { count } = lexer;
    demand(lexer, "do");
    scopes.openBlock(false);
    scopes.activate(variables);
    scopes.load(lexer, ITERATOR_CALL);
    const body = this.#block();
    scopes.closeBlock();
    demandAtMost(limits.lua.loopTokens, lexer.count - count, "tokens in a 'for' loop", start, start + "for".length);
    demandClosing(lexer, "end", "for", start);
    scopes.closeBlock();
    return { kind, variables, values, body, start, end: lexer.before };
  }

  #range(): readonly LuaExpression[] {
    const values = [this.#expressions.read()];
    demand(this.#lexer, ",");
    values.push(this.#expressions.read());
    if (accept(this.#lexer, ",")) values.push(this.#expressions.read());
    return values;
  }

  /** Adds a label, and those that follow it at once: Lua reads what does nothing as a part of it. */
  #label(statements: LuaStatement[]): void {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    const { value: name } = this.#expressions.name();
    demand(lexer, "::");
    const end = lexer.before;
    statements.push({ kind: "label", name, start, end });
    for (;;) {
      if (accept(lexer, ";")) continue;
      if (lexer.kind !== "::") break;
      this.#scopes.enter(lexer);
      this.#label(statements);
      this.#scopes.leave();
    }
    this.#scopes.label(name, this.#endsBlock(false), { start, end });
  }

  #return(): LuaReturn {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    const values = this.#endsBlock() || lexer.kind === ";" ? [] : this.#expressions.list();
    const end = lexer.before;
    accept(lexer, ";");
    return { kind: "return", values, start, end };
  }

  #expressionStatement(): LuaStatement {
    const lexer = this.#lexer;
    const first = this.#expressions.suffixed();
    const { start } = first;
    if (lexer.kind !== "=" && lexer.kind !== ",") {
      if (first.kind !== "call" && first.kind !== "method") return this.#unexpected("syntax error");
      return { kind: "call", call: first, start, end: first.end };
    }
    const targets: LuaTarget[] = [];
    this.#target(first, targets);
    while (accept(lexer, ",")) {
      const next = this.#expressions.suffixed();
      this.#scopes.enter(lexer);
      this.#target(next, targets);
    }
    demand(lexer, "=");
    const values = this.#expressions.list();
    this.#scopes.load(lexer, Math.max(targets.length, values.length));
    this.#scopes.hold(-2 * targets.length);
    for (let index = 1; index < targets.length; index += 1) this.#scopes.leave();
    return { kind: "assignment", targets, values, start, end: lexer.before };
  }

  /** Adds a target, which keeps two registers. */
  #target(expression: LuaExpression, targets: LuaTarget[]): void {
    if (expression.kind !== "local" && expression.kind !== "global" && expression.kind !== "index") {
      this.#unexpected("syntax error");
    }
    this.#declarations.assign(expression);
    this.#scopes.hold(2);
    targets.push(expression);
  }

  #unexpected(message: string): never {
    return refuse(`${message} near ${near(this.#lexer)}`, this.#lexer.start, this.#lexer.end);
  }
}
