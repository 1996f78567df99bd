import { explainViolation } from "./explain-violation.ts";
import { adviceForKey, type SchemaNode } from "./known-keys.ts";
import type { Validator } from "./validator-runtime.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { JsonDocument } from "../json/parse.ts";
import { valueAt } from "../json/value.ts";
import { limits } from "../limits.ts";

/** What a schema describes. */
export interface SchemaScope {
  /** The schema itself, to know the keys that might have been meant by an unknown one. */
  readonly schema?: SchemaNode;
  /** JSON pointer of the part of the document that is checked; the whole without it. */
  readonly at?: string;
}

/** Checks a document against a schema; each violation becomes a finding of `rule` that a person can act on. */
export function checkSchema(
  document: JsonDocument,
  validator: Validator,
  rule: RuleId,
  { schema, at = "" }: SchemaScope = {},
): readonly Finding[] {
  const root = valueAt(document.value, at) ?? null;
  if (validator(root)) return [];
  const errors = (validator.errors ?? []).filter(({ keyword }) => !SUMMARIES.has(keyword));
  // The same violation is reported once although several branches of a schema meet it.
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    const explanation = explainViolation(error, root, (key, pointer) => adviceForKey(key, schema, pointer));
    const pointer = at + explanation.pointer;
    const range = document.locate(pointer);
    findings.set(
      `${pointer}\n${explanation.message}`,
      finding(rule, { ...explanation, file: document.file, pointer, range }),
    );
    if (findings.size === limits.json.findings) break;
  }
  return [...findings.values()];
}

/** Keywords that only say that a branch failed; the branch's own errors say why. */
const SUMMARIES: ReadonlySet<string> = new Set(["if", "allOf", "propertyNames"]);
