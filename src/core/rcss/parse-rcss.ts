import { blankComments, parts, type RcssText, trimmed } from "./rcss-text.ts";
import { parseSelectors, type RcssSelector } from "./selectors.ts";
import { echo } from "../findings/finding.ts";
import { limits } from "../limits.ts";

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

/**
 * Reads a style sheet of RmlUi 6 (`StyleSheetParser`): rules, `@media`, `@keyframes`, `@spritesheet`, `@decorator` and `@font-face`. Goes on
 * behind what it cannot read. Linear, without recursion but for the one level of `@media`.
 */
export function parseRcss(source: string): RcssSheet {
  const parser = new Parser(source);
  const statements = parser.all((cursor) => cursor.statements(true));
  return { statements: statements ?? [], problems: parser.problems };
}

/** Reads declarations without braces: the value of a `style` attribute. */
export function parseDeclarations(source: string): RcssBlock & Pick<RcssSheet, "problems"> {
  const parser = new Parser(source);
  const declarations = parser.all((cursor) => cursor.declarations(true));
  return { declarations: declarations ?? [], problems: parser.problems };
}

/** Too much is wrong, or there is too much of it. */
class Stop extends Error {}

class Parser {
  readonly problems: RcssProblem[] = [];
  readonly #text: string;
  #count = 0;
  #at = 0;

  constructor(source: string) {
    const { text, unclosed } = blankComments(source);
    this.#text = text;
    if (unclosed !== null) {
      this.problems.push({
        message: "The comment is never closed.",
        expected: '"*/"',
        start: unclosed,
        end: unclosed + 2,
      });
    }
  }

  /** What `read` gives, or null where it had to stop. */
  all<T>(read: (cursor: this) => T): T | null {
    try {
      return read(this);
    } catch (error) {
      if (error instanceof Stop) return null;
      throw error;
    }
  }

  statements(isOutermost: boolean): readonly RcssStatement[] {
    const statements: RcssStatement[] = [];
    for (;;) {
      this.#space();
      if (this.#at === this.#text.length) return statements;
      if (this.#char() === "}") {
        if (!isOutermost) return statements;
        this.#report('A "}" closes nothing here.', this.#at, this.#at + 1, "a selector");
        this.#at += 1;
        continue;
      }
      this.#countOne();
      const statement = this.#char() === "@" ? this.#atRule(isOutermost) : this.#rule();
      if (statement !== null) statements.push(statement);
    }
  }

  declarations(isAttribute: boolean): readonly RcssDeclaration[] {
    const declarations: RcssDeclaration[] = [];
    for (;;) {
      this.#space();
      const char = this.#char();
      if (char === undefined || (char === "}" && !isAttribute)) return declarations;
      if (char === ";") {
        this.#at += 1;
        continue;
      }
      this.#countOne();
      const declaration = this.#declaration(isAttribute);
      if (declaration !== null) declarations.push(declaration);
    }
  }

  #rule(): RcssRule | null {
    const prelude = this.#until("{};");
    if (this.#char() !== "{") return this.#skipped(prelude, "This is followed by no block.", '"{"');
    const { selectors, problems } = parseSelectors(prelude);
    for (const { message, start, end } of problems) this.#report(message, start, end, "a selector");
    return { kind: "rule", selectors, declarations: this.#block() };
  }

  #atRule(isOutermost: boolean): RcssStatement | null {
    const prelude = this.#until("{};");
    const [at = ""] = /^@[\w-]*/.exec(prelude.text) ?? [];
    const rest = trimmed({ ...prelude, text: prelude.text.slice(at.length), start: prelude.start + at.length });
    if (this.#char() !== "{") return this.#skipped(prelude, `${echo(at)} is followed by no block.`, '"{"');
    switch (at.toLowerCase()) {
      case "@font-face":
        return { kind: "font-face", declarations: this.#block() };
      case "@spritesheet":
        return { kind: "spritesheet", name: this.#named(rest, { ...prelude, text: at }), declarations: this.#block() };
      case "@decorator":
        return this.#decorator(rest);
      case "@keyframes":
        return this.#keyframes(this.#named(rest, { ...prelude, text: at }));
      case "@media":
        if (isOutermost) return this.#media(rest);
    }
    const known = "@media, @keyframes, @spritesheet, @decorator or @font-face";
    this.#report(`${echo(at)} means nothing here.`, prelude.start, prelude.start + Math.max(at.length, 1), known);
    this.#skipBlock();
    return null;
  }

  #decorator(rest: RcssText): RcssStatement {
    const colon = rest.text.indexOf(":");
    const place = colon === -1 ? rest.text.length : colon;
    const name = trimmed({ text: rest.text.slice(0, place), start: rest.start, end: rest.start + place });
    const type = trimmed({
      text: rest.text.slice(place + 1),
      start: Math.min(rest.start + place + 1, rest.end),
      end: rest.end,
    });
    if (name.text === "" || type.text === "") {
      this.#report(
        "The decorator lacks its name or its type.",
        rest.start,
        Math.max(rest.end, rest.start + 1),
        "@decorator name : type",
      );
    }
    return { kind: "decorator", name, type, declarations: this.#block() };
  }

  #keyframes(name: RcssText): RcssStatement {
    const frames: RcssKeyframe[] = [];
    this.#inBlock(() => {
      this.#countOne();
      const prelude = this.#until("{};");
      if (this.#char() !== "{") return void this.#skipped(prelude, "This is followed by no block.", '"{"');
      const stops = parts(prelude, ",");
      for (const { text, start, end } of stops) {
        if (/^(?:from|to|\d+(?:\.\d+)?%)$/i.test(text)) continue;
        this.#report(
          `${echo(text)} is no step of an animation.`,
          start,
          Math.max(end, start + 1),
          "from, to or a percentage",
        );
      }
      frames.push({ stops, declarations: this.#block() });
    });
    return { kind: "keyframes", name, frames };
  }

  #media(query: RcssText): RcssStatement {
    if (query.text === "") this.#report("The query is empty.", query.start - 1, query.start, "@media (width: 400px)");
    const open = this.#at;
    this.#at += 1;
    const statements = this.statements(false);
    this.#close(open);
    return { kind: "media", query, statements };
  }

  #named(name: RcssText, { text, start }: RcssText): RcssText {
    if (!/^[\w-]+$/.test(name.text)) {
      this.#report(`${echo(text)} needs a name.`, start, start + text.length, `${text} name`);
    }
    return name;
  }

  #block(): readonly RcssDeclaration[] {
    const open = this.#at;
    this.#at += 1;
    const declarations = this.declarations(false);
    this.#close(open);
    return declarations;
  }

  /** Reads what a block holds, one `item` at a time. */
  #inBlock(item: () => void): void {
    const open = this.#at;
    this.#at += 1;
    for (this.#space(); this.#char() !== "}" && this.#at < this.#text.length; this.#space()) item();
    this.#close(open);
  }

  #close(open: number): void {
    if (this.#char() === "}") this.#at += 1;
    else this.#report("The block is never closed.", open, open + 1, '"}"');
  }

  #declaration(isAttribute: boolean): RcssDeclaration | null {
    const stops = isAttribute ? ":;" : ":;{}";
    const written = this.#until(stops);
    if (this.#char() !== ":") {
      if (this.#char() !== "{") {
        return this.#skipped(written, `${echo(written.text)} has no value.`, "property: value;");
      }
      this.#report("A block within a block means nothing.", this.#at, this.#at + 1, '"}" before it');
      this.#skipBlock();
      return null;
    }
    this.#at += 1;
    this.#space();
    const value = this.#until(isAttribute ? ";" : ";{}");
    if (this.#char() === "{") {
      this.#report("The declaration before is never closed.", this.#at, this.#at + 1, '";" or "}"');
      this.#skipBlock();
      return null;
    }
    const text = written.text.startsWith("--") ? written.text : written.text.toLowerCase();
    const property = { ...written, text };
    if (/^-{0,2}[a-z_][\w-]*$/i.test(text) && value.text !== "") return { property, value };
    const message = value.text === "" ? `${echo(text)} has no value.` : `${echo(text)} is no name of a property.`;
    this.#report(message, written.start, Math.max(written.end, written.start + 1), "property: value;");
    return null;
  }

  /** Passes what cannot be read, and the `;` behind it or a `}` that closes nothing; `text` ends before them. */
  #skipped({ start, end }: RcssText, message: string, expected: string): null {
    this.#report(message, start, Math.max(end, start + 1), expected);
    if (this.#char() === ";") this.#at += 1;
    return null;
  }

  /** Passes a block with all within it. */
  #skipBlock(): void {
    let depth = 0;
    do {
      if (this.#char() === "{") depth += 1;
      else if (this.#char() === "}") depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#text.length);
  }

  /** The text up to one of `stops` outside of quotes and parentheses, or to the end; blanks around it belong to nothing. */
  #until(stops: string): RcssText {
    const start = this.#at;
    let depth = 0;
    let quote: string | null = null;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at] ?? "";
      if (quote !== null) {
        if (char === quote) quote = null;
        else if (char === "\n") break;
      } else if (char === '"' || char === "'") quote = char;
      else if (char === "(") depth += 1;
      else if (char === ")") depth -= 1;
      else if (stops.includes(char) && (depth <= 0 || char === "{" || char === "}")) break;
    }
    if (quote !== null) this.#report("The string is never closed.", start, this.#at, `${quote} on the same line`);
    else if (depth !== 0) this.#report("Parentheses do not match here.", start, this.#at, "as many ( as )");
    return trimmed({ text: this.#text.slice(start, this.#at), start, end: this.#at });
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count <= limits.rcss.statements) return;
    this.#report(
      "The style sheet is too long.",
      this.#at,
      this.#at + 1,
      `at most ${limits.rcss.statements} rules and declarations`,
    );
    throw new Stop();
  }

  #char(): string | undefined {
    return this.#text[this.#at];
  }

  #space(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #report(message: string, start: number, end: number, expected: string): void {
    this.problems.push({ message, expected, start, end });
    if (this.problems.length >= limits.code.findings) throw new Stop();
  }
}
