import type { RmlCursor } from "./rml-cursor.ts";
import { echo } from "../findings/finding.ts";

/** Finds where text ends: at the next `<` outside of `{{ }}`, in which RmlUi expects an expression. */
export class TextEnd {
  readonly #cursor: RmlCursor;
  /** The first `{{` and `}}` behind some place that was passed, or the end; kept, because most pieces of text have none. */
  #begin = -1;
  #finish = -1;

  constructor(cursor: RmlCursor) {
    this.#cursor = cursor;
  }

  /** The end of the text that begins at the cursor. */
  find(): number {
    const cursor = this.#cursor;
    let { at } = cursor;
    for (;;) {
      const open = cursor.indexOf("<", at);
      if (this.#begin < at) this.#begin = cursor.indexOf("{{", at);
      if (this.#finish < at) this.#finish = cursor.indexOf("}}", at);
      if (this.#finish < Math.min(this.#begin, open)) {
        const message = "No expression is open that this closes.";
        cursor.stop({ message, expected: '"{{" before it', start: this.#finish, end: this.#finish + 2 });
      }
      if (this.#begin >= open) return open;
      at = endOfExpression(cursor, this.#begin);
    }
  }
}

function endOfExpression(cursor: RmlCursor, start: number): number {
  const { source } = cursor;
  let isString = false;
  for (let at = start + 2; at < source.length; at += 1) {
    const char = source[at];
    if (char === "'") isString = !isString;
    if (!isString && source.startsWith("}}", at)) return at + 2;
    // In strings, too: not all versions of RmlUi know of strings here.
    for (const tag of ["</", "/>", "{{", "}}"]) {
      if (!source.startsWith(tag, at)) continue;
      return cursor.stop({ message: `The expression that begins here has ${echo(tag)} in it.`, start, end: start + 2 });
    }
  }
  return cursor.stop({ message: "The expression is never closed.", expected: '"}}"', start, end: start + 2 });
}
