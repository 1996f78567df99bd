import type { LuaRule } from "./rule.ts";
import { likelyString } from "../known-values.ts";
import { libraryName } from "../names.ts";
import { isEverything, type LuaPattern, overlap, type PatternItem, readPattern } from "../pattern.ts";
import { NOTHING, remark } from "../remark.ts";
import type { LuaExpression } from "../syntax/ast.ts";
import { truthOf } from "../known-numbers.ts";

/** Time to refuse a text grows with this power of its length, at least, where it is too slow. */
const TOO_STEEP = 4;
/** A pattern with more repetitions than this is too slow without a look at them. */
const REPETITIONS = 40;
const FUNCTIONS: ReadonlySet<string> = new Set(["find", "match", "gmatch", "gsub"]);
/** Without so many signs of repetition no pattern is too slow. */
const REPEATS = /(?:[*+-][^*+-]*){3}/;

/** Patterns that try so many ways to match that some texts take for ever. */
export function patternBombs(): LuaRule {
  const known = new Map<string, number>();
  return {
    expression: (expression) => {
      const at = patternOf(expression);
      const pattern = at === null ? null : likelyString(at);
      if (at === null || pattern === null || !REPEATS.test(pattern)) return NOTHING;
      const power = known.get(pattern) ?? steepness(readPattern(pattern));
      known.set(pattern, power);
      if (power < TOO_STEEP) return NOTHING;
      const times = power > 10 ? "more than 1000" : String(2 ** power);
      const message = `A text of twice the length that does not match takes this pattern ${times} times as long.`;
      return remark("lua/pattern-bomb", message, at);
    },
  };
}

/** The pattern that a call gives the string library. */
function patternOf(expression: LuaExpression): LuaExpression | null {
  if (expression.kind === "method") {
    const [pattern, , isPlain] = expression.values;
    if (!FUNCTIONS.has(expression.method.value) || (isPlain !== undefined && truthOf(isPlain) === true)) return null;
    return pattern ?? null;
  }
  if (expression.kind !== "call") return null;
  const [, pattern, , isPlain] = expression.values;
  if (pattern === undefined || (isPlain !== undefined && truthOf(isPlain) === true)) return null;
  const name = libraryName(expression.callee);
  return name !== null && name.startsWith("string.") && FUNCTIONS.has(name.slice(7)) ? pattern : null;
}

/**
 * The power of a text's length that bounds the ways to try a pattern before it fails: repetitions in a row that can give each other
 * characters, and the place where it begins.
 */
function steepness({ items, isAnchored, isClosed }: LuaPattern): number {
  const mattering = items.slice(0, endOfFailing(items, isClosed));
  const repetitions = mattering.flatMap(({ kind }, at) => (kind === "any" || kind === "some" ? [at] : []));
  if (repetitions.length > REPETITIONS) return REPETITIONS;
  const longest = new Map<number, number>(repetitions.map((at) => [at, 1]));
  for (const from of repetitions) {
    for (const to of reachedFrom(mattering, from)) {
      const length = (longest.get(from) ?? 0) + 1;
      if (length > (longest.get(to) ?? length)) longest.set(to, length);
    }
  }
  return Math.max(0, ...longest.values()) + (isAnchored ? 0 : 1);
}

/** Behind the last item whose failing makes those before try again. */
function endOfFailing(items: readonly PatternItem[], isClosed: boolean): number {
  const last = items.findLastIndex(({ kind }) => kind === "one" || kind === "some");
  const cannotFail = !isClosed || items.some(({ kind, set }, at) => at > last && kind === "any" && isEverything(set));
  return cannotFail ? last + 1 : items.length;
}

/** Items behind a repetition whose characters it can take, with all that has to stand between. */
function* reachedFrom(items: readonly PatternItem[], from: number): Generator<number> {
  const set = items[from]?.set;
  for (let at = from + 1; at < items.length; at += 1) {
    const item = items[at];
    if (set === undefined || item === undefined) return;
    if (overlap(set, item.set)) yield at;
    else if (item.kind === "one" || item.kind === "some") return;
  }
}
