import { type MappedText, partOf } from "./mapped-text.ts";
import { parseRml } from "./parse-rml.ts";
import { elementsOf, type RmlNode, type RmlProblem } from "./rml-tree.ts";

/** A piece of Lua in an RML document: the content of a `<script>`, or an `on…` attribute. */
export interface RmlCode {
  readonly kind: "script" | "handler";
  /** The Lua, entities decoded. */
  readonly content: MappedText;
}

/** A document taken apart: what is in another language, and why it is not RML. */
export interface RmlCodeParts {
  /** In the order of the document. */
  readonly code: readonly RmlCode[];
  /** Files that a `<script>` names. */
  readonly sources: readonly MappedText[];
  /** Other files of the app that elements name: style sheets, templates and pictures. */
  readonly files: readonly MappedText[];
  /** The contents of `<style>`, and of `style` attributes, which have no rules around them. */
  readonly sheets: readonly MappedText[];
  readonly styles: readonly MappedText[];
  /** Expressions whose result becomes markup while the app runs. */
  readonly markup: readonly MappedText[];
  /** Keys between `[[` and `]]`, which stand for texts of the language that is shown. */
  readonly texts: readonly MappedText[];
  /** Values of attributes, and strings in the expressions of bindings; long ones are left out. */
  readonly strings: ReadonlySet<string>;
  readonly problems: readonly RmlProblem[];
  readonly nodes: readonly RmlNode[];
}

/** The attribute of an element that names a file of the app. */
const FILES: Readonly<Partial<Record<string, string>>> = { link: "href", img: "src", svg: "src", lottie: "src" };

const TEXT_KEY = /\[\[([^[\]]+)\]\]/g;
/** Strings of expressions, in bindings and between `{{` and `}}`. */
const QUOTED = /'([^']*)'/g;
/** Attributes whose values name nothing outside of the document and its style sheets. */
const NO_NAMES: ReadonlySet<string> = new Set(["id", "class", "style"]);
/** Characters of a string that may be a path, a key or a name. */
const LONGEST = 256;

/** Finds the Lua of an RML document. Of one with problems there may be more. */
export function rmlCodeParts(source: string): RmlCodeParts {
  const { nodes, problems } = parseRml(source);
  const code: RmlCode[] = [];
  const sources: MappedText[] = [];
  const files: MappedText[] = [];
  const sheets: MappedText[] = [];
  const styles: MappedText[] = [];
  const markup: MappedText[] = [];
  const texts: MappedText[] = [];
  const strings = new Set<string>();
  const addStrings = (text: string): void => {
    for (const [, inner = ""] of text.matchAll(QUOTED)) if (inner.length <= LONGEST) strings.add(inner);
  };
  for (const { element } of elementsOf(nodes)) {
    for (const { name, value } of element.attributes) {
      if (value === null) continue;
      const isName = !NO_NAMES.has(name) && !name.startsWith("on");
      if (isName && value.text.length <= LONGEST) strings.add(value.text);
      if (name.startsWith("data-")) addStrings(value.text);
      if (name.startsWith("on")) code.push({ kind: "handler", content: value });
      else if (element.name === "script" && name === "src") sources.push(value);
      else if (name === "style") styles.push(value);
      else if (name === "data-rml") markup.push(value);
      else if (FILES[element.name] === name) files.push(value);
    }
    for (const child of element.children) {
      if (child.kind !== "text") continue;
      if (element.name === "script") code.push({ kind: "script", content: child.content });
      else if (element.name === "style") sheets.push(child.content);
      else {
        const { content } = child;
        for (const { 1: key = "", index } of content.text.matchAll(TEXT_KEY)) {
          texts.push(partOf(content, index + 2, index + 2 + key.length));
        }
        addStrings(content.text);
      }
    }
  }
  return { code, sources, files, sheets, styles, markup, texts, strings, problems, nodes };
}
