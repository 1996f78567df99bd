import fc from "fast-check";

import type { JsonObject, JsonValue } from "../core/json/value.ts";

/** Strings that canonical JSON carries: any well-formed Unicode without U+0000 to U+001F. */
export const canonicalString: fc.Arbitrary<string> = fc
  .string({ unit: "binary", maxLength: 12 })
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  .map((text) => text.replaceAll(/[\u0000-\u001f]/g, "\u007f"));

/** Keys that canonical JSON carries, among them the awkward ones. */
export const canonicalKey: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 6 }),
  fc.constantFrom("__proto__", "constructor", "toString", "", "a/b", "a~b", '"', "\\", "10", "9"),
);

/** Values that canonical JSON carries. */
export const canonicalValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.maxSafeInteger(),
    canonicalString,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(canonicalKey, tie("value")), { maxLength: 4 }).map(objectOf),
  ),
})).value;

/** An object with each key as its own, whatever it is called. */
function objectOf(members: readonly (readonly [string, JsonValue])[]): JsonObject {
  return Object.fromEntries(members);
}
