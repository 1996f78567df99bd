import { remarksOfAttributes } from "./check-attributes.ts";
import { elementsOf, type RmlElement, type RmlNode } from "./rml-tree.ts";
import { echo } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import type { Remark } from "../rcss/remark.ts";
import { elements } from "../rmlui/elements.ts";

/** Boxes that are misspelled rather than made up. */
const COMMON_BOXES = ["span", "section", "article", "header", "footer", "button", "table", "thead", "tbody", "tfoot"];
/** Elements that may stand anywhere, and do more than show what is in them. */
const CONTROLS = Object.keys(elements).filter((name) => elements[name]?.kind === "control" && !elements[name].within);

/**
 * Elements and attributes of a document that do nothing in RmlUi. Any name is an element there, a box without a style: what is said is about
 * likely mistakes and what HTML has. In pictures, nothing is looked at.
 */
export function* remarksOfDocument(nodes: readonly RmlNode[]): Generator<Remark> {
  const inPicture = new Set<RmlElement>();
  for (const { element, parent } of elementsOf(nodes)) {
    if (parent !== null && (parent.name === "svg" || inPicture.has(parent))) {
      inPicture.add(element);
      continue;
    }
    const remark = remarkOfElement(element, parent);
    if (remark !== null) yield remark;
    yield* remarksOfAttributes(element);
  }
}

function remarkOfElement({ name, start }: RmlElement, parent: RmlElement | null): Remark | null {
  const place = { rule: "rml/unknown-element", start: start + 1, end: start + 1 + name.length } as const;
  const message = `RmlUi has no element ${echo(name)}.`;
  const known = Object.hasOwn(elements, name) ? elements[name] : undefined;
  if (known === undefined) {
    const expected = likely(name, parent?.name ?? null);
    return expected === null ? null : { ...place, message, expected, unless: `element ${name}` };
  }
  const { kind, note, within } = known;
  if (kind === "none")
    return { ...place, message, ...(note !== undefined && { fix: note }), unless: `element ${name}` };
  if (within === undefined || within.includes(parent?.name ?? null)) return null;
  const [expected] = within;
  return { ...place, message: `\`<${name}>\` means nothing here.`, expected: `within <${expected ?? "rml"}>` };
}

/** What may have been meant at a place; a name in the plural is rather made up. */
function likely(name: string, parent: string | null): string | null {
  const there = Object.keys(elements).filter((each) => elements[each]?.within?.includes(parent));
  const isInBody = parent !== null && !["rml", "head", "select", "tabset"].includes(parent);
  const meant = nearest(name, isInBody ? [...CONTROLS, ...COMMON_BOXES] : there);
  return meant === null || name === `${meant}s` ? null : meant;
}
