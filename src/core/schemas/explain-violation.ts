import { patternMeanings } from "./pattern-meanings.ts";
import { codePointLength, type SchemaError } from "./validator-runtime.ts";
import { echo, echoJson } from "../findings/finding.ts";
import { appendPointer, type JsonArray, type JsonValue, pointerKeys, valueAt } from "../json/value.ts";

/** A violation of a schema in words. */
export interface Explanation {
  readonly pointer: string;
  readonly message: string;
  readonly expected?: string;
  readonly fix?: string;
}

/**
 * Says what is wrong and what is expected.
 *
 * @param root the value the schema was applied to
 * @param adviceForKey the fix for an unknown key in the object at a pointer
 */
export function explainViolation(
  error: SchemaError,
  root: JsonValue,
  adviceForKey: (key: string, pointer: string) => string,
): Explanation {
  const { instancePath: pointer, keyword, params, propertyName } = error;
  const name = nameOf(pointer);
  const value = propertyName ?? valueAt(root, pointer) ?? null;
  // Only where it is said: a hundred findings about one large object would write it a hundred times.
  const subject = (): string =>
    propertyName === undefined ? `${name} is ${echoJson(value)}.` : `${name} has the key ${echo(propertyName)}.`;
  switch (keyword) {
    case "required": {
      const key = String(params["missingProperty"]);
      return { pointer, message: `${name} lacks "${key}".`, fix: `Add "${key}".` };
    }
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      const message = `${name} has the unknown key ${echo(key)}.`;
      return { pointer: appendPointer(pointer, key), message, fix: adviceForKey(key, pointer) };
    }
    case "type":
      return { pointer, message: `${name} is ${kindOf(value)}.`, expected: typeNames(params["type"]) };
    case "enum":
      return { pointer, message: subject(), expected: oneOf(params["allowedValues"] as JsonArray) };
    case "const":
      return { pointer, message: subject(), expected: echoJson(params["allowedValue"] as JsonValue) };
    case "pattern": {
      const pattern = String(params["pattern"]);
      return { pointer, message: subject(), expected: patternMeanings[pattern] ?? `text that matches ${pattern}` };
    }
    case "uniqueItems": {
      const at = Math.max(Number(params["i"]), Number(params["j"]));
      const item = (value as JsonArray)[at] ?? null;
      const message = `${name} has ${echoJson(item)} twice.`;
      return { pointer: appendPointer(pointer, at), message, expected: "each item once" };
    }
    case "minimum":
      return { pointer, message: subject(), expected: `at least ${String(params["limit"])}` };
    case "maximum":
      return { pointer, message: subject(), expected: `at most ${String(params["limit"])}` };
    default:
      return explainSize(error, value, name);
  }
}

const SIZES: Readonly<Record<string, readonly [bound: string, unit: string]>> = {
  minLength: ["at least", "character"],
  maxLength: ["at most", "character"],
  minItems: ["at least", "item"],
  maxItems: ["at most", "item"],
  maxProperties: ["at most", "key"],
};

function explainSize(
  { instancePath: pointer, keyword, params, propertyName, message }: SchemaError,
  value: JsonValue,
  name: string,
): Explanation {
  const size = SIZES[keyword];
  if (size === undefined) return { pointer, message: `${name} ${message ?? keyword}.` };
  const [bound, unit] = size;
  const subject = propertyName === undefined ? name : `The key ${echo(propertyName)}`;
  const has = sizeOf(value);
  return {
    pointer,
    message: has === 0 ? `${subject} is empty.` : `${subject} has ${counted(has, unit)}.`,
    expected: `${bound} ${counted(Number(params["limit"]), unit)}`,
  };
}

/** Characters, items or keys. */
function sizeOf(value: JsonValue): number {
  if (typeof value === "string") return codePointLength(value);
  return Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function nameOf(pointer: string): string {
  return pointer === "" ? "The document" : echo(pointerKeys(pointer).join("."));
}

function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${echoJson(value)}`;
}

function typeNames(types: unknown): string {
  return [types]
    .flat()
    .map((type) => (type === "null" ? "null" : `${/^[aeiou]/.test(String(type)) ? "an" : "a"} ${String(type)}`))
    .join(" or ");
}

function oneOf(values: JsonArray): string {
  return values.length === 1 ? echoJson(values[0] ?? null) : `one of ${values.map(echoJson).join(", ")}`;
}
