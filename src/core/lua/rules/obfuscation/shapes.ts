import type { Tally } from "./tally.ts";
import { likelyString } from "../../known-values.ts";
import { originOf } from "../../origin.ts";
import type { LuaBinary, LuaBlock, LuaExpression, LuaIndex, LuaRange, LuaVariable } from "../../syntax/ast.ts";

/** A shorter file has too few of anything. */
const ENOUGH_CHARS = 600;
const ENOUGH_FIELDS = 16;
const ENOUGH_NUMBERS = 20;
/** Smaller numbers are characters, counts and so on. */
const STATE = 300n;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RELATIONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);
/** Operators of one sum of constants that are looked at. */
const SUM = 40;

/** Counts what makes the way of a program hard to follow. */
export class ShapeTally {
  readonly #source: string;
  readonly #tally: Tally;
  readonly #decisions = new Map<LuaVariable, { readonly numbers: Set<bigint>; readonly at: LuaRange }>();
  #fields = 0;
  #quoted = 0;
  #numbers = 0;
  #hexadecimal = 0;

  constructor(source: string, tally: Tally) {
    this.#source = source;
    this.#tally = tally;
  }

  expression(expression: LuaExpression, parent: LuaExpression | null): void {
    switch (expression.kind) {
      case "index":
        return this.#field(expression);
      case "integer":
        this.#numbers += 1;
        if (/x/i.test(this.#source.charAt(expression.start + 1)) && expression.value < 0x1000n) this.#hexadecimal += 1;
        return;
      case "binary":
        this.#decision(expression);
        if (parent?.kind !== "binary" && parent?.kind !== "group") this.#sum(expression);
        return;
      case "group":
        if (parent?.kind !== "binary" && parent?.kind !== "group") this.#sum(expression);
        return;
      default:
        return;
    }
  }

  end(body: LuaBlock): void {
    const tally = this.#tally;
    const top = { start: 0, end: 0 };
    const { length } = this.#source;
    if (length >= ENOUGH_CHARS) {
      const lines = this.#source.match(/\n/g)?.length ?? 0;
      tally.add("longLines", Math.round(length / (lines + 1)), top);
      if (isWrapped(body)) tally.add("wrapped", 1, top);
    }
    if (this.#fields >= ENOUGH_FIELDS) tally.add("quotedNames", percent(this.#quoted, this.#fields), top);
    if (this.#numbers >= ENOUGH_NUMBERS) tally.add("hexNumbers", percent(this.#hexadecimal, this.#numbers), top);
    const widest = [...this.#decisions.values()].toSorted((a, b) => b.numbers.size - a.numbers.size)[0];
    if (widest !== undefined) tally.add("dispatch", widest.numbers.size, widest.at);
  }

  #field(whole: LuaIndex): void {
    const { object, key } = whole;
    this.#fields += 1;
    const isQuoted = key.kind === "string" && key.end - key.start > key.value.length;
    if (isQuoted && NAME.test(key.value)) this.#quoted += 1;
    const isListed = key.kind === "integer" && object.kind === "local" && likelyString(whole) !== null;
    if (isListed || isDecoded(key)) this.#tally.add("listedText", 1, whole);
  }

  /** One variable beside many numbers: the next step of a program, or of the machine that it is written for. */
  #decision({ operator, left, right, start, end }: LuaBinary): void {
    if (left.kind !== "local" || right.kind !== "integer") return;
    if (!RELATIONS.has(operator) && !(operator === "==" && right.value >= STATE)) return;
    const known = this.#decisions.get(left.variable);
    if (known === undefined)
      this.#decisions.set(left.variable, { numbers: new Set([right.value]), at: { start, end } });
    else known.numbers.add(right.value);
  }

  /** A sum or the like of constants alone, of three operators at least: what a number is written as that shall not be read. */
  #sum(whole: LuaExpression): void {
    let operators = 0;
    let isSum = false;
    const open = [whole];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.kind === "group") open.push(next.inner);
      else if (next.kind === "unary" && next.operator === "-") open.push(next.operand);
      else if (next.kind === "binary" && operators < SUM) {
        operators += 1;
        isSum ||= next.operator === "+" || next.operator === "-" || next.operator === "~";
        open.push(next.left, next.right);
      } else if (next.kind !== "integer" && next.kind !== "float") return;
    }
    if (operators >= 3 && isSum) this.#tally.add("opaque", 1, whole);
  }
}

/** `fields[decode("…")]` with a function of the file. */
function isDecoded(key: LuaExpression): boolean {
  if (key.kind !== "call" || key.values.length === 0) return false;
  const origin = originOf(key.callee);
  return (
    (origin.kind === "function" || origin.kind === "local") &&
    key.values.every(({ kind }) => kind === "string" || kind === "integer")
  );
}

function percent(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}

/** `return (function(...) … end)(...)` and nothing else. */
function isWrapped(body: LuaBlock): boolean {
  const [only, ...others] = body;
  if (only === undefined || others.length > 0) return false;
  const call = only.kind === "return" ? only.values[0] : only.kind === "call" ? only.call : undefined;
  return call?.kind === "call" && call.callee.kind === "group" && call.callee.inner.kind === "function";
}
