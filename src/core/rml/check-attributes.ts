import type { RmlAttribute, RmlElement } from "./rml-tree.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo } from "../findings/finding.ts";
import { type Remark, unknownName } from "../rcss/remark.ts";
import { bindings } from "../rmlui/bindings.ts";
import { attributes, elements } from "../rmlui/elements.ts";
import { events } from "../rmlui/events.ts";
import type { Features } from "../rmlui/feature.ts";
import { properties } from "../rmlui/properties.ts";

/** What an element knows, by its name. */
const KNOWN: ReadonlyMap<string, Features> = new Map(
  Object.entries(elements).map(([name, { attributes: own }]) => [name, { ...attributes, ...own }]),
);
/** Kinds of bindings by what comes first in their names; a dash at the end asks for a name behind it. */
const BINDINGS: Features = Object.fromEntries(
  Object.entries(bindings).map(([name, feature]) => [name.replace(/-$/, ""), feature]),
);
/** Shorter ones, such as `data-id`, are rather made up than mistyped. */
const SHORTEST_BINDING = 4;

/** Attributes that mean nothing in RmlUi. It takes any: what is said is about likely mistakes and what HTML has. */
export function* remarksOfAttributes(element: RmlElement): Generator<Remark> {
  const known = KNOWN.get(element.name) ?? attributes;
  for (const attribute of element.attributes) {
    const { name, start } = attribute;
    if (name.startsWith("on")) yield* ofEvent(name.slice(2), start, name.length);
    else if (name.startsWith("data-")) yield* ofBinding(attribute);
    else yield* unknown("rml/unknown-attribute", "attribute", name, known, start, name.length);
  }
}

function ofEvent(event: string, start: number, length: number): readonly Remark[] {
  return unknown("rml/unknown-event", "event", event, events, start, length);
}

function ofBinding({ name, start }: RmlAttribute): readonly Remark[] {
  const [, kind = "", dash = "", modifier = ""] = /^data-([^-]*)(-?)(.*)$/.exec(name) ?? [];
  const { length } = name;
  const isKnown = Object.hasOwn(BINDINGS, kind);
  if (!isKnown && kind.length < SHORTEST_BINDING) return [];
  const place = { start, end: start + length };
  if (Object.hasOwn(bindings, `${kind}-`) && modifier === "") {
    const message = `${echo(name)} does not say of what.`;
    return [{ rule: "rml/unknown-binding", message, ...place, expected: `data-${kind}-name` }];
  }
  if (kind === "event") return ofEvent(modifier, start, length);
  if (kind === "style") return unknown("rcss/unknown-property", "property", modifier, properties, start, length);
  return unknown("rml/unknown-binding", "binding", kind, BINDINGS, start, length).map(({ expected, ...remark }) => ({
    ...remark,
    ...(expected !== undefined && { expected: `data-${expected}${dash}${modifier}` }),
    unless: `name ${name}`,
  }));
}

/** Says nothing of names that neither RmlUi nor HTML has nor is like one of theirs. */
function unknown(
  rule: RuleId,
  what: string,
  name: string,
  known: Features,
  start: number,
  length: number,
): readonly Remark[] {
  const found = unknownName(name, known);
  if (found === null || Object.keys(found).length === 0) return [];
  const message = `RmlUi has no ${what} ${echo(name)}.`;
  return [{ rule, message, start, end: start + length, ...found, unless: `name ${name}` }];
}
