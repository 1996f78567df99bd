import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";

import { findingsSarif } from "./findings-sarif.ts";
import { rules, type RuleId } from "../catalogue.ts";
import { finding } from "../finding.ts";

const object = (required: readonly string[], properties: object) => ({
  type: "object",
  required,
  properties,
  additionalProperties: false,
});
const text = { type: "string" };
const count = { type: "integer", minimum: 1 };
const level = { enum: ["none", "note", "warning", "error"] };
const list = (items: object) => ({ type: "array", items });
const message = object(["text"], { text });
// The part of SARIF 2.1.0 (OASIS, sections 3.13 to 3.52) that we write, as strictly as its schema: names, types, what is required.
const schema = object(["version", "runs"], {
  $schema: { ...text, format: "uri" },
  version: { const: "2.1.0" },
  runs: list(
    object(["tool", "results"], {
      tool: object(["driver"], {
        driver: object(["name"], {
          name: text,
          semanticVersion: text,
          rules: list(
            object(["id"], {
              id: text,
              shortDescription: message,
              help: message,
              helpUri: { ...text, format: "uri" },
              defaultConfiguration: object([], { level }),
            }),
          ),
        }),
      }),
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
      results: list(
        object(["message"], {
          ruleId: text,
          ruleIndex: { type: "integer", minimum: 0 },
          level,
          message,
          locations: list(
            object([], {
              physicalLocation: object(["artifactLocation"], {
                artifactLocation: object(["uri"], { uri: { ...text, format: "uri-reference" } }),
                region: object([], { startLine: count, startColumn: count, endLine: count, endColumn: count }),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
});

const ajv = new Ajv2020({ strict: true, strictTypes: false });
ajv.addFormat("uri", (value: string) => URL.canParse(value));
// RFC 3986: a path of a file in it has no colon in its first segment, and nothing that has to be escaped.
ajv.addFormat("uri-reference", (value: string) => /^(?:[A-Za-z0-9._~!$&'()*+,;=@/?#:-]|%[0-9A-Fa-f]{2})*$/.test(value));
const validate = ajv.compile(schema);

test("whatever is found, the log fits SARIF 2.1.0", () => {
  const ids = Object.keys(rules) as RuleId[];
  const range = fc.record({ line: fc.integer({ min: 1, max: 9 }), column: fc.integer({ min: 1, max: 9 }) });
  const detail = fc.record(
    {
      message: fc.string(),
      file: fc.oneof(fc.string({ unit: "binary" }), fc.constant("\ud800")),
      expected: fc.string(),
      range,
      pointer: fc.string(),
    },
    { requiredKeys: ["message"] },
  );
  const found = fc.tuple(fc.constantFrom(...ids), detail).map(([rule, each]) => finding(rule, each));
  const kind = fc.constantFrom("project", "package", "document", "submission");
  fc.assert(
    fc.property(fc.array(found), kind, fc.string({ minLength: 1 }), (findings, of, subject) => {
      validate(JSON.parse(findingsSarif({ subject, kind: of, findings }, "1.0.0")));
      expect(validate.errors).toBeNull();
    }),
  );
});
