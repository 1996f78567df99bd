import { decoded, type MappedText } from "./mapped-text.ts";
import type { RmlProblem } from "./rml-tree.ts";
import { echo } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** White space of RmlUi, and no more: to it, a no-break space is part of a name. */
const BLANKS = " \t\r\n";
const SPACE = /[ \t\r\n]*/y;

/** Ends the parse: nothing behind the place of its last problem can be told. */
export class RmlStop extends Error {}

/** A place in a document that is being read, and what was found wrong up to it. */
export class RmlCursor {
  readonly source: string;
  readonly problems: RmlProblem[] = [];
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  is(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  /** Where a text stands next, or the end of the document. */
  indexOf(text: string, from: number): number {
    const found = this.source.indexOf(text, from);
    return found === -1 ? this.source.length : found;
  }

  /** What a sticky pattern finds at a place. */
  match(pattern: RegExp, at: number): string | null {
    pattern.lastIndex = at;
    return pattern.exec(this.source)?.[0] ?? null;
  }

  space(): void {
    this.at += this.match(SPACE, this.at)?.length ?? 0;
  }

  /** Goes on behind the `end` of what begins here with `begin`. */
  skip(begin: string, end: string, what: string): void {
    const start = this.at;
    const found = this.source.indexOf(end, start + begin.length);
    if (found === -1) {
      this.stop({ message: `${what} is never closed.`, expected: echo(end), start, end: start + begin.length });
    }
    this.at = found + end.length;
  }

  decode(start: number, end: number): MappedText {
    const { mapped, unknown } = decoded(this.source, start, end);
    for (const reference of unknown) {
      const message = `RmlUi knows no ${echo(this.source.slice(reference.start, reference.end))}.`;
      this.report({ message, expected: "&lt; &gt; &amp; &quot; &apos; &nbsp; or a number", ...reference });
    }
    return mapped;
  }

  report(problem: RmlProblem): void {
    this.problems.push(problem);
    if (this.problems.length === limits.code.findings) throw new RmlStop();
  }

  stop(problem: RmlProblem): never {
    this.report(problem);
    throw new RmlStop();
  }
}

/** Text without the white space of RmlUi around it. */
export function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text[start] ?? "")) start += 1;
  while (end > start && BLANKS.includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(start, end);
}
