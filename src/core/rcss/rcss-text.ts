/** A piece of a style sheet, comments blanked; the unit at `i` of `text` stands at `start + i`. */
export interface RcssText {
  readonly text: string;
  /** UTF-16 units of the style sheet. */
  readonly start: number;
  readonly end: number;
}

/** The piece without the blanks around it. */
export function trimmed({ text, start }: RcssText): RcssText {
  const from = start + text.length - text.trimStart().length;
  const inner = text.trim();
  return { text: inner, start: from, end: from + inner.length };
}

/** What stands between the separators, without blanks. */
export function parts({ text, start }: RcssText, separator: string): readonly RcssText[] {
  let at = start;
  return text.split(separator).map((part) => {
    const piece = trimmed({ text: part, start: at, end: at + part.length });
    at += part.length + separator.length;
    return piece;
  });
}

/** A style sheet of the same length with blanks for comments, which may stand anywhere, in strings too, as in RmlUi. */
export function blankComments(source: string): {
  readonly text: string;
  /** Where a comment begins that has no end; null where there is none. */
  readonly unclosed: number | null;
} {
  let text = "";
  let at = 0;
  for (let open = source.indexOf("/*"); open !== -1; open = source.indexOf("/*", at)) {
    const found = source.indexOf("*/", open + 2);
    const end = found === -1 ? source.length : found + 2;
    text += source.slice(at, open) + source.slice(open, end).replaceAll(/[^\n]/g, " ");
    if (found === -1) return { text, unclosed: open };
    at = end;
  }
  return { text: text + source.slice(at), unclosed: null };
}
