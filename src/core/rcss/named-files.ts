import type { RcssText } from "./rcss-text.ts";
import { blocksOf, type RcssBlock, type RcssDeclaration, type RcssStatement } from "./rcss-tree.ts";
import { valueTokens } from "./value-tokens.ts";

/** Decorators whose arguments may be files; otherwise they are names of sprites. */
const PICTURES = /^(?:image|svg|ninepatch|tiled-(?:horizontal|vertical|box))$/;
const IS_FILE = /\.[A-Za-z][A-Za-z0-9]*$/;

/** The files that statements name: of fonts, sprite sheets and pictures in decorators. */
export function filesOfStatements(statements: readonly RcssStatement[]): readonly RcssText[] {
  return blocksOf(statements).flatMap(({ kind, block }) => {
    if (kind === "style") return filesOfBlock(block);
    // In a declared decorator, any property may be a picture; the others are `src`.
    if (kind === "decorator") return block.declarations.flatMap(({ value }) => filesIn(value, null));
    return block.declarations.flatMap(({ property, value }) => (property.text === "src" ? [unquoted(value)] : []));
  });
}

/** The files that declarations of an element name. */
export function filesOfBlock({ declarations }: RcssBlock): readonly RcssText[] {
  return declarations.flatMap(filesOf);
}

function filesOf({ property: { text: name }, value }: RcssDeclaration): readonly RcssText[] {
  if (name === "fill-image") return filesIn(value, null);
  return name === "decorator" || name === "mask-image" || name.startsWith("--") ? filesIn(value, PICTURES) : [];
}

/** What is the path of a file by its end, in a value or in the functions of it that are asked for. */
function filesIn(value: RcssText, functions: RegExp | null): readonly RcssText[] {
  return valueTokens(value).flatMap(({ kind, text, within, start, end }): readonly RcssText[] => {
    if (kind !== "word" && kind !== "string") return [];
    if (functions !== null && (within === null || !functions.test(within))) return [];
    const token = unquoted({ text, start, end });
    return IS_FILE.test(token.text) ? [token] : [];
  });
}

function unquoted({ text, start, end }: RcssText): RcssText {
  const isQuoted = /^(["']).*\1$/s.test(text);
  return isQuoted ? { text: text.slice(1, -1), start: start + 1, end: end - 1 } : { text, start, end };
}
