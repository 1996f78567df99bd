import { parseDeclarations, parseRcss } from "../core/rcss/parse-rcss.ts";
import type { RcssText } from "../core/rcss/rcss-text.ts";
import { blocksOf, type RcssDeclaration, statementsOf } from "../core/rcss/rcss-tree.ts";
import { valueTokens } from "../core/rcss/value-tokens.ts";
import { rmlCodeParts } from "../core/rml/code-parts.ts";
import { elementsOf, type RmlElement } from "../core/rml/rml-tree.ts";
import { elements } from "../core/rmlui/elements.ts";
import { rmlui, type RmluiKind } from "../core/rmlui/rmlui.ts";

/** Of the names of one kind that were met: how many the table has, and which it has not. */
export interface Coverage {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

/** Which names documents and style sheets use, held against the table of RmlUi. Inside of pictures nothing is met. */
export class RmluiCoverage {
  readonly #met = new Map<RmluiKind, Set<string>>();

  document(source: string): void {
    const { nodes, sheets, styles } = rmlCodeParts(source);
    const inPicture = new Set<RmlElement>();
    for (const { element, parent } of elementsOf(nodes)) {
      if (parent !== null && (parent.name === "svg" || inPicture.has(parent))) inPicture.add(element);
      else this.#element(element);
    }
    for (const { text } of sheets) this.sheet(text);
    for (const { text } of styles) this.#declarations(parseDeclarations(text).declarations);
  }

  sheet(source: string): void {
    const { statements } = parseRcss(source);
    for (const statement of statementsOf(statements)) {
      if (statement.kind !== "rule") this.#meet("at-rule", `@${statement.kind}`);
      if (statement.kind === "decorator") this.#meet("decorator", statement.type.text);
      if (statement.kind === "media") {
        for (const [, name = ""] of statement.query.text.matchAll(/\(\s*([\w-]+)/g)) this.#meet("media feature", name);
      }
      if (statement.kind !== "rule") continue;
      for (const { compounds } of statement.selectors) {
        for (const { tag, pseudos } of compounds) {
          if (tag !== null) this.#meet("element", tag);
          for (const { name } of pseudos) this.#meet("pseudo-class", name);
        }
      }
    }
    for (const { kind, block } of blocksOf(statements)) {
      if (kind === "style") this.#declarations(block.declarations);
      if (kind === "font-face") {
        for (const { property } of block.declarations) this.#meet("property of @font-face", property.text);
      }
    }
  }

  /** By kind, in the order of the table; sorted. */
  report(): Readonly<Record<string, Coverage>> {
    const kinds = Object.entries(rmlui).map(([kind, features]): [string, Coverage] => {
      const met = [...(this.#met.get(kind as RmluiKind) ?? [])].toSorted();
      const isKnown = (name: string): boolean => Object.hasOwn(features, name);
      return [kind, { known: met.filter(isKnown), unknown: met.filter((name) => !isKnown(name)) }];
    });
    return Object.fromEntries(kinds);
  }

  #element({ name, attributes }: RmlElement): void {
    this.#meet("element", name);
    for (const attribute of attributes) {
      const [, kind = "", dash = ""] = /^data-([^-]*)(-?)/.exec(attribute.name) ?? [];
      if (attribute.name.startsWith("on")) this.#meet("event", attribute.name.slice(2));
      else if (kind !== "") this.#meet("binding", `${kind}${dash}`);
      else if (!Object.hasOwn(elements[name]?.attributes ?? {}, attribute.name))
        this.#meet("attribute", attribute.name);
    }
  }

  #declarations(declarations: readonly RcssDeclaration[]): void {
    for (const { property, value } of declarations) {
      if (property.text.startsWith("--")) continue;
      this.#meet("property", property.text);
      this.#value(rmlui.property[property.text]?.value ?? "", value);
    }
  }

  #value(type: string, value: RcssText): void {
    for (const { kind, text, unit, within } of valueTokens(value)) {
      if (kind === "number" && unit !== "") this.#meet("unit", unit);
      if (kind !== "function") continue;
      const ofType = Object.keys(rmlui).find((each) => type === `<${each.replace(" ", "-")}>`);
      const isOfType = ofType !== undefined && within === null && text !== "var";
      this.#meet(isOfType ? (ofType as RmluiKind) : "function", text);
    }
  }

  #meet(kind: RmluiKind, name: string): void {
    const met = this.#met.get(kind) ?? new Set();
    this.#met.set(kind, met.add(name));
  }
}
