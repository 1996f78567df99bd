import type { RcssText } from "./rcss-text.ts";
import { blocksOf, type RcssBlock, type RcssStatement } from "./rcss-tree.ts";

/** Decorators' functions whose first argument may be a file; otherwise it is the name of a sprite. */
const IMAGE = /\b(?:image|svg|lottie)\(\s*(?:"([^"]*)"|'([^']*)'|([^\s,)"']+))/g;
const IS_FILE = /\.[A-Za-z0-9]+$/;

/** The files that statements name: of fonts, sprite sheets and pictures in decorators. */
export function filesOfStatements(statements: readonly RcssStatement[]): readonly RcssText[] {
  return blocksOf(statements).flatMap(({ kind, block }) => {
    if (kind === "style" || kind === "decorator") return filesOfBlock(block);
    return block.declarations.flatMap(({ property, value }) => (property.text === "src" ? [unquoted(value)] : []));
  });
}

/** The files that declarations name. */
export function filesOfBlock({ declarations }: RcssBlock): readonly RcssText[] {
  return declarations.flatMap(({ property, value }) => {
    if (property.text === "image-src") return [unquoted(value)].filter(({ text }) => IS_FILE.test(text));
    return [...value.text.matchAll(IMAGE)].flatMap(({ 0: all, 1: double, 2: single, 3: bare, index }) => {
      const text = double ?? single ?? bare ?? "";
      const end = value.start + index + all.length - (bare === undefined ? 1 : 0);
      return IS_FILE.test(text) ? [{ text, start: end - text.length, end }] : [];
    });
  });
}

function unquoted({ text, start, end }: RcssText): RcssText {
  const isQuoted = /^(["']).*\1$/s.test(text);
  return isQuoted ? { text: text.slice(1, -1), start: start + 1, end: end - 1 } : { text, start, end };
}
