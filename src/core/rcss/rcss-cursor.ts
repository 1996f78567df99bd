import { blankComments, type RcssText, trimmed } from "./rcss-text.ts";
import type { RcssProblem } from "./rcss-tree.ts";
import { limits } from "../limits.ts";

/** Too much is wrong, or there is too much of it. */
class RcssStop extends Error {}

/** A place in a style sheet that is being read, comments blanked, and what was found wrong up to it. */
export class RcssCursor {
  readonly problems: RcssProblem[] = [];
  readonly text: string;
  at = 0;
  #count = 0;

  constructor(source: string) {
    const { text, unclosed } = blankComments(source);
    this.text = text;
    if (unclosed !== null) {
      const expected = '"*/"';
      this.problems.push({ message: "The comment is never closed.", expected, start: unclosed, end: unclosed + 2 });
    }
  }

  /** What `read` gives, or null where it had to stop. */
  all<T>(read: (cursor: this) => T): T | null {
    try {
      return read(this);
    } catch (error) {
      if (error instanceof RcssStop) return null;
      throw error;
    }
  }

  char(): string | undefined {
    return this.text[this.at];
  }

  isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  space(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  /** The text up to one of `stops` outside of quotes and parentheses, or to the end; blanks around it belong to nothing. */
  until(stops: string): RcssText {
    const start = this.at;
    let depth = 0;
    let quote: string | null = null;
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at] ?? "";
      if (quote !== null) {
        if (char === quote) quote = null;
        else if (char === "\n") break;
      } else if (char === '"' || char === "'") quote = char;
      else if (char === "(") depth += 1;
      else if (char === ")") depth -= 1;
      else if (stops.includes(char) && (depth <= 0 || char === "{" || char === "}")) break;
    }
    if (quote !== null) this.report("The string is never closed.", start, this.at, `${quote} on the same line`);
    else if (depth !== 0) this.report("Parentheses do not match here.", start, this.at, "as many ( as )");
    return trimmed({ text: this.text.slice(start, this.at), start, end: this.at });
  }

  /** Reads what a block holds, `item` by `item`, and the brace that closes it. */
  inBlock(item: () => void): void {
    const open = this.at;
    this.at += 1;
    for (this.space(); this.char() !== "}" && !this.isAtEnd(); this.space()) item();
    if (this.char() === "}") this.at += 1;
    else this.report("The block is never closed.", open, open + 1, '"}"');
  }

  /** Passes what cannot be read, and the `;` behind it or a `}` that closes nothing; `text` ends before them. */
  skipped({ start, end }: RcssText, message: string, expected: string): null {
    this.report(message, start, Math.max(end, start + 1), expected);
    if (this.char() === ";") this.at += 1;
    return null;
  }

  /** Passes a block with all within it. */
  skipBlock(): void {
    let depth = 0;
    do {
      if (this.char() === "{") depth += 1;
      else if (this.char() === "}") depth -= 1;
      this.at += 1;
    } while (depth > 0 && this.at < this.text.length);
  }

  /** Counts a rule or declaration. */
  countOne(): void {
    this.#count += 1;
    if (this.#count <= limits.rcss.statements) return;
    const expected = `at most ${limits.rcss.statements} rules and declarations`;
    this.report("The style sheet is too long.", this.at, this.at + 1, expected);
    throw new RcssStop();
  }

  report(message: string, start: number, end: number, expected: string): void {
    this.problems.push({ message, expected, start, end });
    if (this.problems.length >= limits.code.findings) throw new RcssStop();
  }
}
