import type { MappedText } from "./mapped-text.ts";

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

/** Every element with the one around it, in the order of the document; without recursion, like the parser. */
export function* elementsOf(
  nodes: readonly RmlNode[],
): Generator<{ readonly element: RmlElement; readonly parent: RmlElement | null }> {
  const stack: [RmlNode, RmlElement | null][] = nodes.toReversed().map((node) => [node, null]);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [element, parent] = next;
    if (element.kind !== "element") continue;
    yield { element, parent };
    for (const child of element.children.toReversed()) stack.push([child, element]);
  }
}
