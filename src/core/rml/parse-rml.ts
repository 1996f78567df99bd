import { decoded, type MappedText, verbatim } from "./mapped-text.ts";
import { echo } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** An attribute as written; `value` is null where only its name stands there. */
export interface RmlAttribute {
  /** Lower case: RmlUi tells no other apart. */
  readonly name: string;
  readonly value: MappedText | null;
  /** UTF-16 units of the document, from the name to the end of the value. */
  readonly start: number;
  readonly end: number;
}

export interface RmlElement {
  readonly kind: "element";
  /** Lower case: RmlUi tells no other apart. */
  readonly name: string;
  readonly attributes: readonly RmlAttribute[];
  /** Of `<script>` and `<style>`, at most one text, in which nothing is markup. */
  readonly children: readonly RmlNode[];
  /** From `<` to the `>` of its first tag. */
  readonly start: number;
  readonly tagEnd: number;
}

export interface RmlText {
  readonly kind: "text";
  readonly content: MappedText;
}

export type RmlNode = RmlElement | RmlText;

/** Why a document is not RML of which every reader sees the same. */
export interface RmlProblem {
  readonly message: string;
  readonly expected?: string;
  readonly start: number;
  readonly end: number;
}

export interface RmlDocument {
  /** What stands outside of every element; one element, where all is well. */
  readonly nodes: readonly RmlNode[];
  /** None when all of it could be read. At most `limits.code.findings`. */
  readonly problems: readonly RmlProblem[];
}

/** Elements whose content is no markup (`XMLParser::RegisterCDATATag` of RmlUi). */
const RAW: ReadonlySet<string> = new Set(["script", "style"]);
const NAME = /[A-Za-z_][A-Za-z0-9_.:-]*/y;
const BLANKS = " \t\r\n";
/** White space of RmlUi, and no more: to it, a no-break space is part of a name. */
const SPACE = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- these end words of RmlUi, or are part of them
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/;
/** RmlUi passes blanks before whatever it looks for, before the slash of a tag too. */
const RAW_TAG = /<[ \t\r\n]*\//g;
/** What RmlUi would take for the name of an attribute or for a value without quotes. */
const WORD = /[^ \t\r\n=/>]+/y;
const BARE = /[^ \t\r\n/>"']+/y;

/**
 * Reads RML: XML without document types, processing instructions, sections and entities of its own, and with attributes that need no value.
 * What RmlUi's own parser (`BaseXMLParser`) mends or reads in its own way is a problem here, so that nothing of a document without
 * problems is seen by one of the two only. One pass, without recursion, in linear time.
 */
export function parseRml(source: string): RmlDocument {
  return new Parser(source).document();
}

interface OpenElement extends RmlElement {
  readonly children: RmlNode[];
}

/** Ends the parse: nothing behind this place can be told. */
class Stop extends Error {}

class Parser {
  readonly #source: string;
  readonly #nodes: RmlNode[] = [];
  readonly #open: OpenElement[] = [];
  readonly #problems: RmlProblem[] = [];
  #elements = 0;
  /** The first `{{` and `}}` behind some place that was passed, or the end; kept, because most pieces of text have none. */
  #begin = -1;
  #finish = -1;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): RmlDocument {
    try {
      const unreadable = this.#source.search(UNREADABLE);
      if (unreadable !== -1) {
        const message = `${echo(this.#source[unreadable] ?? "")} is no character of a document.`;
        this.#stop({ message, expected: "text, line breaks and tabs", start: unreadable, end: unreadable + 1 });
      }
      while (this.#at < this.#source.length) this.#next();
      const unclosed = this.#open.at(-1);
      if (unclosed !== undefined) this.#unclosed(unclosed);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return { nodes: this.#nodes, problems: this.#problems };
  }

  #next(): void {
    const start = this.#at;
    const open = this.#endOfText();
    if (open > start) this.#add({ kind: "text", content: this.#decode(start, open) });
    this.#at = open;
    if (open === this.#source.length) return;
    if (this.#is("<!--")) this.#comment();
    else if (this.#is("<![CDATA[")) this.#section();
    else if (this.#is("</")) this.#closeTag();
    else if (this.#is("<!") || this.#is("<?")) this.#declaration();
    else this.#openTag();
  }

  /** Where the text ends that begins here: at the next `<` outside of `{{ }}`, in which RmlUi expects an expression. */
  #endOfText(): number {
    let at = this.#at;
    for (;;) {
      const open = this.#indexOf("<", at);
      if (this.#begin < at) this.#begin = this.#indexOf("{{", at);
      if (this.#finish < at) this.#finish = this.#indexOf("}}", at);
      if (this.#finish < Math.min(this.#begin, open)) {
        const message = "No expression is open that this closes.";
        this.#stop({ message, expected: '"{{" before it', start: this.#finish, end: this.#finish + 2 });
      }
      if (this.#begin >= open) return open;
      at = this.#endOfExpression(this.#begin);
    }
  }

  #endOfExpression(start: number): number {
    let isString = false;
    for (let at = start + 2; at < this.#source.length; at += 1) {
      const char = this.#source[at];
      if (char === "'") isString = !isString;
      if (!isString && this.#source.startsWith("}}", at)) return at + 2;
      // In strings, too: not all versions of RmlUi know of strings here.
      for (const tag of ["</", "/>", "{{", "}}"]) {
        if (!this.#source.startsWith(tag, at)) continue;
        return this.#stop({
          message: `The expression that begins here has ${echo(tag)} in it.`,
          start,
          end: start + 2,
        });
      }
    }
    return this.#stop({ message: "The expression is never closed.", expected: '"}}"', start, end: start + 2 });
  }

  /** RmlUi does not see the end in `--->`, and goes on to the next one. */
  #comment(): void {
    const start = this.#at;
    this.#skip("<!--", "-->", "The comment");
    const dashes = this.#source.indexOf("--", start + "<!--".length);
    if (dashes === this.#at - "-->".length && this.#source[dashes - 1] !== "-") return;
    const message = "Readers differ on where a comment ends that has two dashes in it.";
    this.#stop({ message, expected: "no -- before the end", start: dashes, end: dashes + 2 });
  }

  /** RmlUi puts what is in it among the markup, and reads it as such. */
  #section(): void {
    const start = this.#at;
    this.#skip("<![CDATA[", "]]>", "The section");
    this.#report({ message: "RmlUi takes what is in a section for markup.", expected: "&lt;", start, end: this.#at });
  }

  #declaration(): void {
    const start = this.#at;
    this.#skip("<!", ">", "The declaration");
    const message = "RML has no declarations and processing instructions.";
    this.#report({ message, expected: "an element", start, end: this.#at });
  }

  #openTag(): void {
    const start = this.#at;
    const name = this.#match(NAME, start + 1)?.toLowerCase();
    if (name === undefined) {
      const message = 'A "<" begins no tag here, and RmlUi would take it for one.';
      this.#report({ message, expected: '"&lt;"', start, end: start + 1 });
      this.#at = start + 1;
      return;
    }
    this.#at = start + 1 + name.length;
    const attributes = this.#attributes(start);
    const isClosed = this.#is("/>");
    this.#at += isClosed ? 2 : 1;
    const element: OpenElement = { kind: "element", name, attributes, children: [], start, tagEnd: this.#at };
    this.#add(element);
    this.#elements += 1;
    if (this.#elements > limits.rml.elements) {
      const expected = `at most ${limits.rml.elements}`;
      this.#stop({ message: "The document has too many elements.", expected, start, end: this.#at });
    }
    if (isClosed) return;
    if (RAW.has(name)) this.#rawContent(element);
    else this.#push(element);
  }

  #push(element: OpenElement): void {
    this.#open.push(element);
    if (this.#open.length <= limits.rml.depth) return;
    const expected = `at most ${limits.rml.depth} levels`;
    this.#stop({ message: "Elements are nested too deeply.", expected, start: element.start, end: element.tagEnd });
  }

  /** Attributes up to the `>` or `/>` of the tag, at which it then stands. */
  #attributes(tag: number): readonly RmlAttribute[] {
    const attributes: RmlAttribute[] = [];
    const names = new Set<string>();
    for (;;) {
      this.#space();
      if (this.#is(">") || this.#is("/>")) return attributes;
      const attribute = this.#attribute(tag);
      if (names.has(attribute.name)) {
        const message = `The attribute ${echo(attribute.name)} stands here twice.`;
        this.#report({ message, expected: "each once", start: attribute.start, end: attribute.end });
      }
      names.add(attribute.name);
      attributes.push(attribute);
      if (attributes.length <= limits.rml.attributes) continue;
      const expected = `at most ${limits.rml.attributes}`;
      this.#stop({ message: "The element has too many attributes.", expected, start: tag, end: this.#at });
    }
  }

  #attribute(tag: number): RmlAttribute {
    const start = this.#at;
    const word = this.#match(WORD, start);
    if (start === this.#source.length) this.#endOfTag(tag);
    if (word === null || this.#match(NAME, start) !== word) {
      const found = word ?? this.#source[start] ?? "";
      const message = `${echo(found)} is no name of an attribute.`;
      this.#stop({ message, expected: 'a name, ">" or "/>"', start, end: start + found.length });
    }
    this.#at = start + word.length;
    const nameEnd = this.#at;
    this.#space();
    const name = word.toLowerCase();
    if (!this.#is("=")) {
      this.#at = nameEnd;
      return { name, value: null, start, end: nameEnd };
    }
    this.#at += 1;
    this.#space();
    return { name, value: this.#value(tag), start, end: this.#at };
  }

  #value(tag: number): MappedText {
    const start = this.#at;
    const quote = this.#source[start];
    if (quote === '"' || quote === "'") {
      const end = this.#source.indexOf(quote, start + 1);
      if (end === -1) {
        this.#stop({ message: "The value is never closed.", expected: quote, start, end: start + 1 });
      }
      this.#at = end + 1;
      return this.#decode(start + 1, end);
    }
    const end = start + (this.#match(BARE, start)?.length ?? 0);
    this.#at = end;
    if (end === this.#source.length) this.#endOfTag(tag);
    this.#report({ message: "The value has no quotes.", expected: '"a value"', start, end: Math.max(end, start + 1) });
    return this.#decode(start, end);
  }

  #endOfTag(start: number): never {
    return this.#stop({ message: "The tag is never closed.", expected: '">"', start, end: start + 1 });
  }

  #closeTag(): void {
    const start = this.#at;
    this.#skip("</", ">", "The tag");
    const written = stripped(this.#source.slice(start + 2, this.#at - 1));
    const name = written.toLowerCase();
    const end = this.#at;
    const index = this.#open.findLastIndex((element) => element.name === name);
    if (index === -1) {
      const innermost = this.#open.at(-1)?.name;
      const expected = innermost === undefined ? {} : { expected: `</${innermost}>` };
      this.#report({ message: `Nothing is open that ${echo(`</${written}>`)} closes.`, ...expected, start, end });
      return;
    }
    const unclosed = this.#open[index + 1];
    if (unclosed !== undefined) this.#unclosed(unclosed);
    this.#open.length = index;
  }

  #unclosed({ name, start, tagEnd }: RmlElement): void {
    this.#report({ message: `The element "${name}" is never closed.`, expected: `</${name}>`, start, end: tagEnd });
  }

  /**
   * The content of `<script>` and `<style>`. RmlUi looks at whole tags: the `>` of a `</x` may be that of the end tag, which then is none; such
   * content is refused, because other readers end there.
   */
  #rawContent({ name, start, tagEnd, children }: OpenElement): void {
    RAW_TAG.lastIndex = tagEnd;
    for (;;) {
      const match = RAW_TAG.exec(this.#source);
      const open = match?.index ?? -1;
      const close = match === null ? -1 : this.#source.indexOf(">", RAW_TAG.lastIndex);
      if (close === -1) {
        const message = `The element "${name}" is never closed.`;
        return this.#stop({ message, expected: `</${name}>`, start, end: tagEnd });
      }
      const tag = this.#source.slice(RAW_TAG.lastIndex, close);
      if (stripped(tag).toLowerCase() === name) {
        if (open > tagEnd) children.push({ kind: "text", content: verbatim(this.#source, tagEnd, open) });
        this.#at = close + 1;
        return;
      }
      if (tag.trim().toLowerCase() === name || tag.toLowerCase().includes(`</${name}`)) {
        const message = `Readers differ on whether this closes "${name}".`;
        this.#stop({ message, expected: `</${name}> that no other "</" stands before`, start: open, end: close + 1 });
      }
      RAW_TAG.lastIndex = close + 1;
    }
  }

  #decode(start: number, end: number): MappedText {
    const { mapped, unknown } = decoded(this.#source, start, end);
    for (const reference of unknown) {
      const message = `RmlUi knows no ${echo(this.#source.slice(reference.start, reference.end))}.`;
      this.#report({ message, expected: "&lt; &gt; &amp; &quot; &apos; &nbsp; or a number", ...reference });
    }
    return mapped;
  }

  #add(node: RmlNode): void {
    (this.#open.at(-1)?.children ?? this.#nodes).push(node);
  }

  /** Goes on behind the `end` of what begins here with `begin`. */
  #skip(begin: string, end: string, what: string): void {
    const start = this.#at;
    const found = this.#source.indexOf(end, start + begin.length);
    if (found === -1) {
      this.#stop({ message: `${what} is never closed.`, expected: echo(end), start, end: start + begin.length });
    }
    this.#at = found + end.length;
  }

  #is(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #indexOf(text: string, from: number): number {
    const found = this.#source.indexOf(text, from);
    return found === -1 ? this.#source.length : found;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#source)?.[0].length ?? 0;
  }

  #match(pattern: RegExp, at: number): string | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#source)?.[0] ?? null;
  }

  #report(problem: RmlProblem): void {
    this.#problems.push(problem);
    if (this.#problems.length === limits.code.findings) throw new Stop();
  }

  #stop(problem: RmlProblem): never {
    this.#report(problem);
    throw new Stop();
  }
}

/** Text without the white space of RmlUi around it. */
function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text[start] ?? "")) start += 1;
  while (end > start && BLANKS.includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(start, end);
}
