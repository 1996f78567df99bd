import type { LuaToken } from "./tokens.ts";

/** Indices of the tokens that name a global variable: neither a local in scope, nor a field, method, label or key of a table. */
export function globalNames(tokens: readonly LuaToken[]): readonly number[] {
  return new Walk(tokens).run();
}

/** Names that hold later: those of a `local` from its end on, those of a `for` from its `do` on. */
interface Pending {
  readonly names: readonly string[];
  /** Brackets and blocks open around it. */
  readonly depth: number;
}

const ENDS_OPERAND: ReadonlySet<string> = new Set([")", "]", "}", "...", "end", "nil", "true", "false"]);
const BEGINS_STATEMENT: ReadonlySet<string> = new Set(
  "break do end else elseif for function goto if local repeat return until while ; ::".split(" "),
);

/** Follows the scopes of Lua by its blocks alone, which needs no tree (reference manual, section 3.5). */
class Walk {
  readonly #tokens: readonly LuaToken[];
  readonly #found: number[] = [];
  /** Names each open block declared. */
  readonly #blocks: string[][] = [[]];
  readonly #inScope = new Map<string, number>();
  readonly #brackets: string[] = [];
  readonly #pending: Pending[] = [];
  /** Names of `for` statements whose `do` is still to come. */
  readonly #loops: Pending[] = [];
  #at = 0;

  constructor(tokens: readonly LuaToken[]) {
    this.#tokens = tokens;
  }

  run(): readonly number[] {
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token === undefined) break;
      this.#settle(token);
      if (token.kind === "keyword") this.#keyword(token.text);
      else if (token.kind === "symbol") this.#symbol(token.text);
      else if (token.kind === "name" && this.#isVariable() && !this.#isLocal(token.text)) this.#found.push(this.#at);
    }
    return this.#found;
  }

  #keyword(word: string): void {
    switch (word) {
      case "local":
        return this.#local();
      case "function":
        return this.#function();
      case "for":
        return this.#for();
      case "do":
        // A `do` deeper inside, as of a function among the values, is another one.
        return this.#open(this.#loops.at(-1)?.depth === this.#depth() ? (this.#loops.pop()?.names ?? []) : []);
      case "then":
      case "repeat":
        return this.#open([]);
      case "else":
        this.#close();
        return this.#open([]);
      case "elseif":
      case "until":
      case "end":
        return this.#close();
      default:
        return;
    }
  }

  #symbol(symbol: string): void {
    if (symbol === "(" || symbol === "{" || symbol === "[") this.#brackets.push(symbol);
    else if (symbol === ")" || symbol === "}" || symbol === "]") this.#brackets.pop();
  }

  #local(): void {
    if (this.#text(1) === "function") {
      this.#declare([this.#text(2) ?? ""]);
      this.#at += 1;
      return this.#function();
    }
    const names: string[] = [];
    let at = this.#at + 1;
    for (;;) {
      const name = this.#tokens[at];
      if (name?.kind !== "name") break;
      names.push(name.text);
      // An attribute: `<const>` or `<close>`.
      at += this.#tokens[at + 1]?.text === "<" ? 4 : 1;
      if (this.#tokens[at]?.text !== ",") break;
      at += 1;
    }
    this.#at = at - 1;
    if (this.#tokens[at]?.text !== "=") return this.#declare(names);
    this.#pending.push({ names, depth: this.#depth() });
  }

  #for(): void {
    const names: string[] = [];
    for (let at = this.#at + 1; this.#tokens[at]?.kind === "name"; at += 2) {
      names.push(this.#tokens[at]?.text ?? "");
      this.#at = at;
      if (this.#tokens[at + 1]?.text !== ",") break;
    }
    this.#loops.push({ names, depth: this.#depth() });
  }

  /** From the keyword to the end of the parameters. */
  #function(): void {
    let at = this.#at + 1;
    const parameters: string[] = [];
    // The name of a statement is a global or a field of one: `function a.b:c()`.
    const name = this.#tokens[at];
    if (name?.kind === "name" && this.#text(0) === "function") {
      const isOwn = this.#tokens[this.#at - 1]?.text === "local";
      if (!isOwn && !this.#isLocal(name.text)) this.#found.push(at);
      while (this.#tokens[at] !== undefined && this.#tokens[at]?.text !== "(") {
        if (this.#tokens[at]?.text === ":") parameters.push("self");
        if (this.#tokens[at]?.kind !== "name" && !/^[.:]$/.test(this.#tokens[at]?.text ?? "")) break;
        at += 1;
      }
    }
    if (this.#tokens[at]?.text === "(") {
      for (at += 1; this.#tokens[at] !== undefined && this.#tokens[at]?.text !== ")"; at += 1) {
        const parameter = this.#tokens[at];
        if (parameter?.kind === "name") parameters.push(parameter.text);
        else if (parameter?.text !== "," && parameter?.text !== "...") break;
      }
    }
    this.#at = this.#tokens[at]?.text === ")" ? at : at - 1;
    this.#open(parameters);
  }

  /** Ends the values of `local` statements where an operand is followed by what begins a statement. */
  #settle(token: LuaToken): void {
    const before = this.#tokens[this.#at - 1];
    for (let last = this.#pending.at(-1); last !== undefined; last = this.#pending.at(-1)) {
      if (last.depth < this.#depth() || before === undefined || !endsOperand(before)) return;
      const isNext = token.kind !== "string" && (token.kind === "name" || BEGINS_STATEMENT.has(token.text));
      if (!isNext && last.depth === this.#depth()) return;
      this.#pending.pop();
      this.#declare(last.names);
    }
  }

  #isVariable(): boolean {
    const before = this.#text(-1);
    const after = this.#text(1);
    if (before === "." || before === ":" || before === "goto" || before === "::") return false;
    const isKey = after === "=" && this.#brackets.at(-1) === "{" && /^[{,;]$/.test(before ?? "");
    return !isKey;
  }

  #open(names: readonly string[]): void {
    this.#blocks.push([]);
    this.#declare(names);
  }

  #close(): void {
    if (this.#blocks.length === 1) return;
    for (const name of this.#blocks.pop() ?? []) this.#inScope.set(name, (this.#inScope.get(name) ?? 1) - 1);
  }

  #declare(names: readonly string[]): void {
    this.#blocks.at(-1)?.push(...names);
    for (const name of names) this.#inScope.set(name, (this.#inScope.get(name) ?? 0) + 1);
  }

  #isLocal(name: string): boolean {
    return (this.#inScope.get(name) ?? 0) > 0;
  }

  #depth(): number {
    return this.#blocks.length + this.#brackets.length;
  }

  #text(offset: number): string | undefined {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === "string" ? undefined : token?.text;
  }
}

function endsOperand({ kind, text }: LuaToken): boolean {
  return kind === "name" || kind === "number" || kind === "string" || ENDS_OPERAND.has(text);
}
