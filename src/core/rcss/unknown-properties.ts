import { fontFaceProperties, properties } from "./properties.ts";
import type { RcssText } from "./rcss-text.ts";
import { blocksOf, type RcssBlock, type RcssStatement } from "./rcss-tree.ts";
import { nearest } from "../findings/nearest.ts";

/** A declaration that RmlUi skips, because it has no such property. */
export interface UnknownProperty {
  readonly property: RcssText;
  /** What may have been meant. */
  readonly suggestion: string | null;
}

/** Finds them in rules, animations and fonts; what decorators and sprite sheets declare is theirs to name. */
export function unknownProperties(statements: readonly RcssStatement[]): readonly UnknownProperty[] {
  return blocksOf(statements).flatMap(({ kind, block }) => {
    if (kind === "style") return unknownIn(block);
    return kind === "font-face" ? unknownIn(block, fontFaceProperties) : [];
  });
}

/** The same of one block; variables have any name. */
export function unknownIn({ declarations }: RcssBlock, known = properties): readonly UnknownProperty[] {
  return declarations.flatMap(({ property }) => {
    const { text } = property;
    if (text.startsWith("--") || known.includes(text)) return [];
    return [{ property, suggestion: nearest(text, known) }];
  });
}
