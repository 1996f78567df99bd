import { type MappedText } from "./mapped-text.ts";
import { parseRml } from "./parse-rml.ts";
import { elementsOf, type RmlProblem } from "./rml-tree.ts";

/** A piece of Lua in an RML document: the content of a `<script>`, or an `on…` attribute. */
export interface RmlCode {
  readonly kind: "script" | "handler";
  /** The Lua, entities decoded. */
  readonly content: MappedText;
}

/** What of a document is in another language, and why it is not RML. */
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
  readonly problems: readonly RmlProblem[];
}

/** The attribute of an element that names a file of the app. */
const FILES: Readonly<Partial<Record<string, string>>> = { link: "href", img: "src", svg: "src", lottie: "src" };

/** Finds the Lua of an RML document. Of one with problems there may be more. */
export function rmlCodeParts(source: string): RmlCodeParts {
  const { nodes, problems } = parseRml(source);
  const code: RmlCode[] = [];
  const sources: MappedText[] = [];
  const files: MappedText[] = [];
  const sheets: MappedText[] = [];
  const styles: MappedText[] = [];
  const markup: MappedText[] = [];
  for (const { element } of elementsOf(nodes)) {
    for (const { name, value } of element.attributes) {
      if (value === null) continue;
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
    }
  }
  return { code, sources, files, sheets, styles, markup, problems };
}
