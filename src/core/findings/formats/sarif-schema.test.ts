import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";

import { findingsSarif } from "./findings-sarif.ts";
import { rules, type RuleId } from "../catalogue.ts";
import { finding } from "../finding.ts";
import published from "../../../testing/sarif/sarif-2.1.0-rtm.5.json" with { type: "json" };

// The schema that goes with SARIF 2.1.0 (SchemaStore; as in the npm package @microsoft/jest-sarif 1.0.0-beta.0, MIT). It is of draft 4,
// of which only `id` differs in what it uses.
const { $schema: _draft, id: _id, ...schema } = published;

const ajv = new Ajv2020({ strict: false, unicodeRegExp: false });
// We write no times.
ajv.addFormat("date-time", true);
ajv.addFormat("uri", (value: string) => URL.canParse(value));
// RFC 3986: a path of a file in it has no colon in its first segment, and nothing that has to be escaped.
ajv.addFormat("uri-reference", (value: string) => /^(?:[A-Za-z0-9._~!$&'()*+,;=@/?#:-]|%[0-9A-Fa-f]{2})*$/.test(value));
const validate = ajv.compile(schema);

test("the schema of SARIF sees what is wrong", () => {
  const log = JSON.parse(findingsSarif({ subject: ".", kind: "project", findings: [] }, "1.0.0")) as object;
  expect(validate(log)).toBe(true);
  for (const wrong of [
    { ...log, version: "2.0.0" },
    { ...log, runs: [{}] },
    { ...log, extra: 1 },
    { version: "2.1.0" },
  ]) {
    expect(validate(wrong)).toBe(false);
  }
});

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
