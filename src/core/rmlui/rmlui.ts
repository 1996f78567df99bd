import { bindings } from "./bindings.ts";
import { attributes, elements } from "./elements.ts";
import { events } from "./events.ts";
import type { Features } from "./feature.ts";
import { colors, decorators, filters, fontEffects, transforms, valueFunctions } from "./functions.ts";
import { fontFaceProperties, properties } from "./properties.ts";
import { atRules, mediaFeatures, pseudoClasses, units } from "./syntax.ts";

/**
 * All that documents and style sheets may use of RmlUi 6, by kind, and how each fares. Read off the sources of RmlUi 6.0 and 6.1, whose
 * places the tables name; what the device has no use for is here too, with what to use instead. See ADR 0024.
 */
export const rmlui = {
  element: elements,
  attribute: attributes,
  event: events,
  binding: bindings,
  property: properties,
  "property of @font-face": fontFaceProperties,
  "at-rule": atRules,
  "media feature": mediaFeatures,
  "pseudo-class": pseudoClasses,
  unit: units,
  decorator: decorators,
  filter: filters,
  "font effect": fontEffects,
  transform: transforms,
  function: valueFunctions,
  colour: colors,
} as const satisfies Readonly<Record<string, Features>>;

export type RmluiKind = keyof typeof rmlui;
