import type { RcssText } from "./rcss-text.ts";
import type { RcssSelector } from "./selectors.ts";

export interface RcssDeclaration {
  /** Lower case, unless it is a variable (`--…`). */
  readonly property: RcssText;
  readonly value: RcssText;
}

/** What stands between two braces: one declaration after the other. */
export interface RcssBlock {
  readonly declarations: readonly RcssDeclaration[];
}

export interface RcssRule extends RcssBlock {
  readonly kind: "rule";
  readonly selectors: readonly RcssSelector[];
}

/** A step of an animation: `from`, `to` and percentages, and what holds there. */
export interface RcssKeyframe extends RcssBlock {
  readonly stops: readonly RcssText[];
}

export type RcssStatement =
  | RcssRule
  | ({ readonly kind: "font-face" } & RcssBlock)
  | ({ readonly kind: "spritesheet"; readonly name: RcssText } & RcssBlock)
  | ({ readonly kind: "decorator"; readonly name: RcssText; readonly type: RcssText } & RcssBlock)
  | { readonly kind: "keyframes"; readonly name: RcssText; readonly frames: readonly RcssKeyframe[] }
  | { readonly kind: "media"; readonly query: RcssText; readonly statements: readonly RcssStatement[] };

/** Why a part of a style sheet means nothing; RmlUi skips it, often with more than was meant. */
export interface RcssProblem {
  readonly message: string;
  readonly expected?: string;
  readonly start: number;
  readonly end: number;
}

export interface RcssSheet {
  readonly statements: readonly RcssStatement[];
  /** At most `limits.code.findings`. */
  readonly problems: readonly RcssProblem[];
}

/** A block with what its declarations are of: those of a style are for elements. */
export interface RcssKindOfBlock {
  readonly kind: "style" | "font-face" | "spritesheet" | "decorator";
  readonly block: RcssBlock;
}

/** Every statement; those of an `@media` stand behind it. */
export function statementsOf(statements: readonly RcssStatement[]): readonly RcssStatement[] {
  // One level deep: the parser takes none within another.
  return statements.flatMap((each) => (each.kind === "media" ? [each, ...each.statements] : [each]));
}

/** Every block of a style sheet, in its order. */
export function blocksOf(statements: readonly RcssStatement[]): readonly RcssKindOfBlock[] {
  return statementsOf(statements).flatMap((statement): readonly RcssKindOfBlock[] => {
    switch (statement.kind) {
      case "rule":
        return [{ kind: "style", block: statement }];
      case "keyframes":
        return statement.frames.map((block) => ({ kind: "style", block }));
      case "font-face":
      case "spritesheet":
      case "decorator":
        return [{ kind: statement.kind, block: statement }];
      case "media":
        return [];
    }
  });
}
