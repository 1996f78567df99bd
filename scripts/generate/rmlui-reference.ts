import type { Feature, Features } from "../../src/core/rmlui/feature.ts";
import { rmlui, type RmluiKind } from "../../src/core/rmlui/rmlui.ts";
import { properties, type Property } from "../../src/core/rmlui/properties.ts";
import { elements } from "../../src/core/rmlui/elements.ts";

/** What the kinds are called, and what there is to say about each, in the order of the page. */
const SECTIONS: Readonly<Record<RmluiKind, readonly [title: string, about: string]>> = {
  element: [
    "Elements",
    "Any other name is an element, too: a box that has to get its looks from a style sheet. RmlUi has no default style sheet.",
  ],
  attribute: ["Attributes of every element", "Any other attribute is kept, and means what the app makes of it."],
  event: [
    "Events",
    "`on` and the name of an event make an attribute with Lua in it. Scripts may send events of other names.",
  ],
  binding: ["Data bindings", "`data-` and one of these. A dash at the end stands for a name: `data-class-pinned`."],
  property: ["Properties", "Values as CSS writes them: `|` is *or*, `[ ]{1,4}` up to four."],
  "property of @font-face": ["Properties of @font-face", "They name a font of the package."],
  "at-rule": ["At-rules", "An `@media` may not stand within another."],
  "media feature": ["Media features", "`(feature: value)`, joined by `and`, with `not` before them or without."],
  "pseudo-class": ["Pseudo-classes", "Scripts may set others on an element."],
  unit: ["Units", "Lengths need a unit; only 0 does without."],
  decorator: ["Decorators", "In `decorator` and `mask-image`. `@decorator` declares names for more."],
  filter: ["Filters", "In `filter` and `backdrop-filter`."],
  "font effect": ["Font effects", "In `font-effect`."],
  transform: ["Transforms", "In `transform`, upper and lower case as written here."],
  function: ["Functions", "In values of every property."],
  colour: ["Colours", "Other colours are numbers: `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, and the functions above."],
};

/** The reference page of RML and RCSS, as Markdown for Starlight. */
export function rmluiReference(): string {
  const sections = Object.entries(SECTIONS).flatMap(([kind, [title, about]]) => [
    `## ${title}`,
    about,
    table(kind as RmluiKind, rmlui[kind as RmluiKind]),
  ]);
  return [HEAD, ...sections, ""].join("\n\n");
}

const HEAD = `---
title: RML and RCSS
description: Every element, attribute, event, property and function of RmlUi 6, and how it fares on phones and in the emulator.
---

<!-- Generated from src/core/rmlui by \`npm run generate\`; a test compares. Do not edit. -->

Documents are RML and style sheets RCSS, as [RmlUi 6](https://mikke89.github.io/RmlUiDoc/) reads them. \`mosis validate\` warns of what does
nothing there, and says what was likely meant.

The emulator of \`mosis run\` does not exist yet. Its column says what it is going to do; it is what its authors are held to.`;

const PHONE: Readonly<Record<Feature["device"], string>> = { yes: "yes", partly: "partly", no: "**no**" };
const EMULATOR: Readonly<Record<Feature["emulator"], string>> = {
  planned: "planned",
  "partly planned": "partly",
  "not planned": "no",
};

function table(kind: RmluiKind, features: Features): string {
  const middle = kind === "property" ? "Value" : kind === "element" ? "Attributes" : null;
  const head = ["Name", ...(middle === null ? [] : [middle]), "Phone", "Emulator", "Remarks"];
  const rows = Object.entries(features).map(([name, { device, emulator, note = "" }]) => [
    code(kind === "element" ? `<${name}>` : name),
    ...(middle === null ? [] : [kind === "property" ? valueOf(properties[name]) : attributesOf(name)]),
    PHONE[device],
    EMULATOR[emulator],
    note,
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

function valueOf(property: Property | undefined): string {
  return property === undefined || property.value === "<any>" ? "" : code(property.value);
}

function attributesOf(name: string): string {
  return Object.entries(elements[name]?.attributes ?? {})
    .map(([attribute, { note }]) =>
      note === undefined ? code(attribute) : `${code(attribute)} (${note.replace(/\.$/, "")})`,
    )
    .join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
