import type { LuaBinaryOperator, LuaUnaryOperator } from "./ast.ts";
import type { LuaTokenKind } from "./token.ts";

/** An operator between two expressions. */
interface Binary {
  readonly operator: LuaBinaryOperator;
  /** How tightly it binds what is left and right of it: a lower right side leans to the right. */
  readonly left: number;
  readonly right: number;
}

/** By its token. */
export const BINARY: ReadonlyMap<LuaTokenKind, Binary> = new Map(
  (
    [
      [["or"], 1, 1],
      [["and"], 2, 2],
      [["<", ">", "<=", ">=", "~=", "=="], 3, 3],
      [["|"], 4, 4],
      [["~"], 5, 5],
      [["&"], 6, 6],
      [["<<", ">>"], 7, 7],
      [[".."], 9, 8],
      [["+", "-"], 10, 10],
      [["*", "/", "//", "%"], 11, 11],
      [["^"], 14, 13],
    ] as const
  ).flatMap(([operators, left, right]) => operators.map((operator) => [operator, { operator, left, right }] as const)),
);
/** By its token. */
export const UNARY: ReadonlyMap<LuaTokenKind, LuaUnaryOperator> = new Map(
  (["-", "not", "#", "~"] as const).map((operator) => [operator, operator]),
);
/** How tightly those bind what follows. */
export const UNARY_BINDS = 12;
