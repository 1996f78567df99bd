import { parseRml } from "../../core/rml/parse-rml.ts";
import type { RmlNode } from "../../core/rml/rml-tree.ts";

/** An element of a document that is open. */
export interface AppElement {
  readonly tag: string;
  readonly attributes: Map<string, string>;
  readonly style: Map<string, string>;
  readonly children: (AppElement | string)[];
  readonly listeners: Map<string, ((...values: unknown[]) => unknown)[]>;
  parent: AppElement | null;
}

/** A document as its file says: what stands in its head, and its body. */
export interface AppDocument {
  readonly sheets: readonly string[];
  readonly scripts: readonly string[];
  readonly body: AppElement;
}

/**
 * Reads a document of an app.
 *
 * @param translate gives the text of a message key: RML is localised by `[[key]]`
 */
export function openDocument(source: string, translate: (key: string) => string): AppDocument {
  const { nodes } = parseRml(source);
  const all = nodes.flatMap((node) => [...nodesOf(node)]);
  const valuesOf = (tag: string, attribute: string): readonly string[] =>
    all.flatMap((node) =>
      node.kind === "element" && node.name === tag ? [attributesOf(node).get(attribute) ?? ""] : [],
    );
  const body = all.find((node) => node.kind === "element" && node.name === "body");
  if (body?.kind !== "element") throw new TypeError("the document has no body");
  return {
    sheets: valuesOf("link", "href"),
    scripts: valuesOf("script", "src"),
    body: elementOf(body, translate, null),
  };
}

/** A new element that is nowhere yet. */
export function newElement(tag: string): AppElement {
  return { tag, attributes: new Map(), style: new Map(), children: [], listeners: new Map(), parent: null };
}

/** Every element inside of one, in the order of the document, without itself. */
export function* elementsIn(element: AppElement): Generator<AppElement> {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    yield child;
    yield* elementsIn(child);
  }
}

/** All text of an element. */
export function textOf(element: AppElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

export function classesOf(element: AppElement): readonly string[] {
  return (element.attributes.get("class") ?? "").split(" ").filter(Boolean);
}

function* nodesOf(node: RmlNode): Generator<RmlNode> {
  yield node;
  if (node.kind === "element") for (const child of node.children) yield* nodesOf(child);
}

function attributesOf(node: RmlNode & { readonly kind: "element" }): Map<string, string> {
  return new Map(node.attributes.map(({ name, value }) => [name, value?.text ?? ""]));
}

function elementOf(
  node: RmlNode & { readonly kind: "element" },
  translate: (key: string) => string,
  parent: AppElement | null,
): AppElement {
  const element: AppElement = { ...newElement(node.name), attributes: attributesOf(node), parent };
  for (const child of node.children) {
    if (child.kind === "element") element.children.push(elementOf(child, translate, element));
    else {
      const text = child.content.text.trim().replaceAll(/\[\[(.*?)\]\]/g, (_, key: string) => translate(key));
      if (text !== "") element.children.push(text);
    }
  }
  return element;
}
