import { verbatim } from "./mapped-text.ts";
import { readAttributes, RML_NAME } from "./read-attributes.ts";
import { endOfRaw } from "./raw-content.ts";
import { RmlCursor, RmlStop, stripped } from "./rml-cursor.ts";
import type { RmlDocument, RmlElement, RmlNode } from "./rml-tree.ts";
import { TextEnd } from "./text-end.ts";
import { echo } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** Elements whose content is no markup (`XMLParser::RegisterCDATATag` of RmlUi). */
const RAW: ReadonlySet<string> = new Set(["script", "style"]);
// eslint-disable-next-line no-control-regex -- these end words of RmlUi, or are part of them
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/;
/** The same where RmlUi has its SVG plugin, which not every device needs to have. */
const RAW_FOR_SOME = "svg";

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

class Parser {
  readonly #cursor: RmlCursor;
  readonly #textEnd: TextEnd;
  readonly #nodes: RmlNode[] = [];
  readonly #open: OpenElement[] = [];
  #elements = 0;
  /** The outermost open `<svg>`, and where its end tag stands for who takes no markup in it for such. */
  #picture: { readonly element: OpenElement; readonly end: number } | null = null;

  constructor(source: string) {
    this.#cursor = new RmlCursor(source);
    this.#textEnd = new TextEnd(this.#cursor);
  }

  document(): RmlDocument {
    const cursor = this.#cursor;
    try {
      const unreadable = cursor.source.search(UNREADABLE);
      if (unreadable !== -1) {
        const message = `${echo(cursor.source[unreadable] ?? "")} is no character of a document.`;
        cursor.stop({ message, expected: "text, line breaks and tabs", start: unreadable, end: unreadable + 1 });
      }
      while (cursor.at < cursor.source.length) this.#next();
      const unclosed = this.#open.at(-1);
      if (unclosed !== undefined) this.#unclosed(unclosed);
    } catch (error) {
      if (!(error instanceof RmlStop)) throw error;
    }
    return { nodes: this.#nodes, problems: cursor.problems };
  }

  #next(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const open = this.#textEnd.find();
    if (open > start) this.#add({ kind: "text", content: cursor.decode(start, open) });
    cursor.at = open;
    if (open === cursor.source.length) return;
    if (cursor.is("<!--")) this.#comment();
    else if (cursor.is("<![CDATA[")) this.#section();
    else if (cursor.is("</")) this.#closeTag();
    else if (cursor.is("<!") || cursor.is("<?")) this.#declaration();
    else this.#openTag();
  }

  /** RmlUi does not see the end in `--->`, and goes on to the next one. */
  #comment(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.skip("<!--", "-->", "The comment");
    const dashes = cursor.source.indexOf("--", start + "<!--".length);
    if (dashes === cursor.at - "-->".length && cursor.source[dashes - 1] !== "-") return;
    const message = "Readers differ on where a comment ends that has two dashes in it.";
    cursor.stop({ message, expected: "no -- before the end", start: dashes, end: dashes + 2 });
  }

  /** RmlUi puts what is in it among the markup, and reads it as such. */
  #section(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.skip("<![CDATA[", "]]>", "The section");
    const message = "RmlUi takes what is in a section for markup.";
    cursor.report({ message, expected: "&lt;", start, end: cursor.at });
  }

  #declaration(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.skip("<!", ">", "The declaration");
    const message = "RML has no declarations and processing instructions.";
    cursor.report({ message, expected: "an element", start, end: cursor.at });
  }

  #openTag(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const name = cursor.match(RML_NAME, start + 1)?.toLowerCase();
    if (name === undefined) {
      const message = 'A "<" begins no tag here, and RmlUi would take it for one.';
      cursor.report({ message, expected: '"&lt;"', start, end: start + 1 });
      cursor.at = start + 1;
      return;
    }
    cursor.at = start + 1 + name.length;
    const attributes = readAttributes(cursor, start);
    const isClosed = cursor.is("/>");
    cursor.at += isClosed ? 2 : 1;
    const element: OpenElement = { kind: "element", name, attributes, children: [], start, tagEnd: cursor.at };
    this.#add(element);
    this.#elements += 1;
    if (this.#elements > limits.rml.elements) {
      const expected = `at most ${limits.rml.elements}`;
      cursor.stop({ message: "The document has too many elements.", expected, start, end: cursor.at });
    }
    if (isClosed) return;
    if (RAW.has(name)) {
      const { open, close } = endOfRaw(cursor, element);
      if (open > element.tagEnd) {
        element.children.push({ kind: "text", content: verbatim(cursor.source, element.tagEnd, open) });
      }
      cursor.at = close;
    } else this.#push(element);
  }

  #push(element: OpenElement): void {
    if (element.name === RAW_FOR_SOME) this.#picture ??= { element, end: endOfRaw(this.#cursor, element).open };
    this.#open.push(element);
    if (this.#open.length <= limits.rml.depth) return;
    const expected = `at most ${limits.rml.depth} levels`;
    const { start, tagEnd: end } = element;
    this.#cursor.stop({ message: "Elements are nested too deeply.", expected, start, end });
  }

  #closeTag(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.skip("</", ">", "The tag");
    const written = stripped(cursor.source.slice(start + 2, cursor.at - 1));
    const name = written.toLowerCase();
    const end = cursor.at;
    const index = this.#open.findLastIndex((element) => element.name === name);
    if (index === -1) {
      const innermost = this.#open.at(-1)?.name;
      const expected = innermost === undefined ? {} : { expected: `</${innermost}>` };
      cursor.report({ message: `Nothing is open that ${echo(`</${written}>`)} closes.`, ...expected, start, end });
      return;
    }
    const unclosed = this.#open[index + 1];
    if (unclosed !== undefined) this.#unclosed(unclosed);
    this.#checkPicture(this.#open[index], start);
    this.#open.length = index;
  }

  /** What hides an end tag in an `<svg>` from one reader would hide from the other what follows that tag. */
  #checkPicture(closed: RmlElement | undefined, at: number): void {
    const picture = this.#picture;
    if (picture === null || closed !== picture.element) return;
    this.#picture = null;
    if (at === picture.end) return;
    const { start, tagEnd: end } = picture.element;
    const message = `Readers differ on where the "${RAW_FOR_SOME}" ends that begins here.`;
    this.#cursor.stop({ message, expected: `one </${RAW_FOR_SOME}>, and none in comments`, start, end });
  }

  #unclosed({ name, start, tagEnd: end }: RmlElement): void {
    this.#cursor.report({ message: `The element "${name}" is never closed.`, expected: `</${name}>`, start, end });
  }

  #add(node: RmlNode): void {
    (this.#open.at(-1)?.children ?? this.#nodes).push(node);
  }
}
