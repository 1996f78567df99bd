import type { Tally } from "./tally.ts";
import type { LuaExpression, LuaStatement, LuaVariable } from "../../syntax/ast.ts";

/** Fewer names tell nothing about how they are chosen. */
const ENOUGH_NAMES = 24;
const HEXADECIMAL = /^_*0x[0-9a-f]+$/i;
const ALIKE = /^(?=.*[lI1].*)[lI1iOo0_]{4,}$|^_{3,}$/;
const LONG = 16;
/** Of random letters half are capitals, of words in camel case a fifth. */
const [FEW_CAPITALS, MANY_CAPITALS] = [0.3, 0.7];

/** Counts names of variables that tell nothing. */
export class VariableTally {
  #names = 0;
  #short = 0;
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  expression(expression: LuaExpression): void {
    if (expression.kind === "function") this.#all(expression.parameters);
  }

  statement(statement: LuaStatement): void {
    switch (statement.kind) {
      case "local":
      case "for":
      case "for in":
        return this.#all(statement.variables);
      case "local function":
        return this.#all([statement.variable]);
      default:
        return;
    }
  }

  end(): void {
    if (this.#names < ENOUGH_NAMES) return;
    this.#tally.add("shortNames", Math.round((100 * this.#short) / this.#names), { start: 0, end: 0 });
  }

  #all(variables: readonly LuaVariable[]): void {
    for (const variable of variables) {
      const { name } = variable;
      if (name === "_") continue;
      this.#names += 1;
      if (name.length <= 2) this.#short += 1;
      if (HEXADECIMAL.test(name)) this.#tally.add("hexNames", 1, variable);
      else if (ALIKE.test(name)) this.#tally.add("alikeNames", 1, variable);
      else if (isRandom(name)) this.#tally.add("randomNames", 1, variable);
    }
  }
}

function isRandom(name: string): boolean {
  if (name.length < LONG || name.includes("_")) return false;
  const capitals = (name.match(/[A-Z]/g)?.length ?? 0) / name.length;
  return capitals >= FEW_CAPITALS && capitals <= MANY_CAPITALS;
}
