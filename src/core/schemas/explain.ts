import type { SchemaError, Validator } from "./validator-runtime.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { editDistance } from "../findings/edit-distance.ts";
import type { JsonDocument } from "../json/parse.ts";
import { appendPointer, type JsonValue, pointerKeys, valueAt } from "../json/value.ts";

/**
 * Checks a document against a schema; each violation becomes a finding of `rule` that a person can act on.
 *
 * @param knownKeys keys to suggest for one that is unknown
 */
export function checkSchema(
  document: JsonDocument,
  validator: Validator,
  rule: RuleId,
  knownKeys: readonly string[] = [],
): readonly Finding[] {
  if (validator(document.value)) return [];
  const errors = (validator.errors ?? []).filter(({ keyword }) => !SUMMARIES.has(keyword));
  const seen = new Set<string>();
  return errors.flatMap((error) => {
    const { pointer, message, expected, fix } = explain(error, document.value, knownKeys);
    // The same violation is reported once although several branches of a schema meet it.
    const identity = `${pointer}\n${message}`;
    if (seen.has(identity)) return [];
    seen.add(identity);
    const { file } = document;
    const range = document.locate(pointer);
    return [
      finding(rule, {
        file,
        pointer,
        range,
        message,
        ...(expected !== null && { expected }),
        ...(fix !== null && { fix }),
      }),
    ];
  });
}

/** Keywords that only say that a branch failed; the branch's own errors say why. */
const SUMMARIES: ReadonlySet<string> = new Set(["if", "allOf", "propertyNames"]);

interface Explanation {
  readonly pointer: string;
  readonly message: string;
  readonly expected: string | null;
  readonly fix: string | null;
}

function explain(error: SchemaError, root: JsonValue, knownKeys: readonly string[]): Explanation {
  const { instancePath: pointer, keyword, params } = error;
  const value = valueAt(root, pointer);
  const name = nameOf(pointer);
  switch (keyword) {
    case "required": {
      const key = String(params["missingProperty"]);
      return { pointer, message: `${name} lacks "${key}".`, expected: `"${key}"`, fix: `Add "${key}".` };
    }
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      const near = nearest(key, knownKeys);
      return {
        pointer: appendPointer(pointer, key),
        message: `${name} has the unknown key ${echo(key)}.`,
        expected: null,
        fix:
          near === null
            ? `Remove ${echo(key)}; keys of your own begin with "x-" where they are allowed.`
            : `Did you mean "${near}"?`,
      };
    }
    case "type":
      return { pointer, message: `${name} is ${typeName(value)}.`, expected: `${String(params["type"])}`, fix: null };
    case "enum":
      return {
        pointer,
        message: `${name} is ${shown(value)}.`,
        expected: (params["allowedValues"] as unknown[]).map((each) => JSON.stringify(each)).join(", "),
        fix: null,
      };
    case "const":
      return {
        pointer,
        message: `${name} is ${shown(value)}.`,
        expected: JSON.stringify(params["allowedValue"]),
        fix: null,
      };
    case "pattern":
      return explainPattern(error, value, name);
    case "uniqueItems":
      return { pointer, message: `${name} has the same item twice.`, expected: "each item once", fix: null };
    case "oneOf":
      return {
        pointer,
        message: `${name} is ${shown(value)}.`,
        expected: "exactly one of the forms the schema names",
        fix: null,
      };
    default:
      return { pointer, message: `${name} ${error.message ?? keyword}.`, expected: null, fix: null };
  }
}

/** Names for what a pattern of ours means; a regular expression helps nobody. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\{2,7\}\$$/, "a reverse-DNS id such as com.example.notes"],
  [/^\^\(0\|\[1-9\]/, "a SemVer version such as 1.0.0"],
  [/^\^\[0-9a-f\]\{64\}/, "64 lower-case hex digits"],
  [/^\^https\?:/, "the address of a file"],
  [/^\^https:/, "an https:// address"],
  [/@/, "an e-mail address"],
  [/rml\$/, "a path that ends in .rml"],
  [/^\^\[A-Za-z0-9_-\]\[A-Za-z0-9\._-\]/, "a path such as assets/main.rml: ASCII segments joined by /"],
  [/^\^\(\\\*\\\.\)\?/, "a host name such as api.example.com"],
  [/\[A-Z\]\[a-z\]\{3\}/, "a BCP 47 language tag such as en or pt-BR"],
];

function explainPattern(error: SchemaError, value: JsonValue | undefined, name: string): Explanation {
  const pattern = String(error.params["pattern"]);
  const known = PATTERNS.find(([shape]) => shape.test(pattern))?.[1];
  const { propertyName } = error;
  const subject =
    propertyName === undefined ? `${name} is ${shown(value)}` : `${name} has the key ${echo(propertyName)}`;
  return {
    pointer: error.instancePath,
    message: `${subject}.`,
    expected: known ?? `text that matches ${pattern}`,
    fix: null,
  };
}

function nearest(key: string, known: readonly string[]): string | null {
  return known.find((each) => editDistance(each, key, 2) <= 2) ?? null;
}

function nameOf(pointer: string): string {
  return pointer === "" ? "The document" : `"${pointerKeys(pointer).join(".")}"`;
}

function typeName(value: JsonValue | undefined): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${shown(value)}`;
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? "missing" : echo(JSON.stringify(value)).slice(1, -1).replaceAll('\\"', '"');
}
