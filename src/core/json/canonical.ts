import { appendPointer, isJsonObject, type JsonArray, type JsonValue } from "./value.ts";
import { Bug } from "../findings/bug.ts";
import { echo } from "../findings/finding.ts";

/** Why a value has no canonical form, and where. */
export interface CanonicalViolation {
  readonly pointer: string;
  readonly message: string;
  readonly expected: string;
}

// RFC 8785 and OLPC canonical JSON agree on strings without U+0000-U+001F: only `"` and `\` are escaped.
// eslint-disable-next-line no-control-regex -- the control characters are the point
const CONTROL = /[\u0000-\u001f]/;
const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/**
 * The canonical bytes of a value: RFC 8785 restricted to what OLPC canonical JSON writes the same way (docs/spec).
 *
 * @throws Bug when the value has no canonical form; check with {@link canonicalViolations} what came from outside.
 */
export function canonicalize(value: JsonValue): Uint8Array<ArrayBuffer> {
  const text = canonicalText(value);
  // Most documents are printable ASCII throughout, and then nothing in them can be wrong but a number.
  if (text === null || !PRINTABLE_ASCII.test(text)) {
    const violation = canonicalViolations(value)[0];
    if (violation !== undefined) throw new Bug(`no canonical form at "${violation.pointer}": ${violation.message}`);
    if (text === null) throw new Bug("a value was refused that nothing is wrong with");
  }
  return new TextEncoder().encode(text);
}

/** Everything in a value that canonical JSON cannot carry; empty when {@link canonicalize} will succeed. */
export function canonicalViolations(value: JsonValue): readonly CanonicalViolation[] {
  const found: CanonicalViolation[] = [];
  visit(value, [], found);
  return found;
}

/** What is wrong with a string in canonical JSON, or null. */
export function stringViolation(text: string): Omit<CanonicalViolation, "pointer"> | null {
  if (CONTROL.test(text)) {
    return {
      message: `${echo(text)} holds a control character`,
      expected: "no U+0000 to U+001F; an array of lines for multi-line text",
    };
  }
  if (!text.isWellFormed()) return { message: "the string holds a lone surrogate", expected: "well-formed Unicode" };
  return null;
}

/** What is wrong with an object's key in canonical JSON, or null. */
export function keyViolation(key: string): Omit<CanonicalViolation, "pointer"> | null {
  if (PRINTABLE_ASCII.test(key)) return null;
  return {
    message: `the key ${echo(key)} is not printable ASCII`,
    expected: "keys of the characters U+0020 to U+007E",
  };
}

/** The text of a value, whatever its strings hold; null for numbers and other things that no text is for. */
function canonicalText(value: JsonValue): string | null {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return isCanonicalNumber(value) ? String(value) : null;
  if (Array.isArray(value)) {
    let items = "";
    for (const item of value as JsonArray) {
      const text = canonicalText(item);
      if (text === null) return null;
      items += items === "" ? text : `,${text}`;
    }
    return `[${items}]`;
  }
  if (isJsonObject(value)) {
    let members = "";
    for (const key of Object.keys(value).sort()) {
      const text = canonicalText(value[key] as JsonValue);
      if (text === null) return null;
      members += `${members === "" ? "" : ","}${quoted(key)}:${text}`;
    }
    return `{${members}}`;
  }
  return value === null || typeof value === "boolean" ? String(value) : null;
}

/** Only these two characters need an escape, and nearly no text has one. */
function quoted(text: string): string {
  return text.includes('"') || text.includes("\\") ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${text}"`;
}

function isCanonicalNumber(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** Visits every value. `path` is the way to it, written as a pointer only where something is wrong: nearly nothing ever is. */
function visit(value: JsonValue, path: (string | number)[], found: CanonicalViolation[]): void {
  if (typeof value === "number") {
    if (!isCanonicalNumber(value)) {
      report(path, found, {
        message: `${Object.is(value, -0) ? "-0" : String(value)} is not an integer that every parser reads alike`,
        expected: "an integer below 2^53",
      });
    }
  } else if (typeof value === "string") {
    const violation = stringViolation(value);
    if (violation !== null) report(path, found, violation);
  } else if (Array.isArray(value)) {
    for (const [index, item] of (value as JsonArray).entries()) {
      path.push(index);
      visit(item, path, found);
      path.pop();
    }
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const violation = keyViolation(key);
      if (violation !== null) report(path, found, violation);
      path.push(key);
      visit(value[key] as JsonValue, path, found);
      path.pop();
    }
  } else if (typeof value !== "boolean" && value !== null) {
    // Types rule this out; a cast that lied would otherwise be signed as the text "undefined".
    report(path, found, { message: `${typeof value} is no value of JSON`, expected: "a value of JSON" });
  }
}

function report(
  path: readonly (string | number)[],
  found: CanonicalViolation[],
  violation: Omit<CanonicalViolation, "pointer">,
): void {
  found.push({ pointer: path.reduce<string>(appendPointer, ""), ...violation });
}
