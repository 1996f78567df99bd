import { expect, test } from "vitest";

import { parseReviewReport, reviewReport } from "./untrusted-report.ts";
import { finding } from "../../../core/findings/finding.ts";

const HEAD = "a".repeat(40);
const parse = (value: unknown) => parseReviewReport(new TextEncoder().encode(JSON.stringify(value)));

test("a report of ours comes back as it was", () => {
  const range = { line: 3, column: 7 };
  const findings = [finding("submission/kind", { message: "Wrong.", file: "a.json", range, expected: "right" })];
  const report = reviewReport({ head: HEAD, report: { kind: null, verdict: "fail", approvals: 0, findings } });
  expect(parse(report)).toEqual(report);
});

test("severity, advice and links are ours, whatever it says", () => {
  const forged = {
    ...finding("risk/first-app", { message: "Fine." }),
    severity: "info",
    fix: "",
    docs: "https://evil",
  };
  const [parsed] = parse({ head: HEAD, verdict: "merge", findings: [forged] })!.findings;
  expect(parsed).toEqual(finding("risk/first-app", { message: "Fine." }));
});

test("what is no finding is left out, and the rest is cut off", () => {
  const strange = [null, 7, {}, { rule: "no/such", message: "" }, { rule: "constructor", message: "" }];
  const long = { rule: "submission/kind", message: "x".repeat(5000), file: "f".repeat(5000), range: { line: -1 } };
  const { findings } = parse({ head: HEAD, verdict: "fail", findings: [...strange, long] })!;
  expect(findings).toHaveLength(1);
  expect([findings[0]!.message.length, findings[0]!.file?.length, findings[0]!.range]).toEqual([1000, 1000, undefined]);
  const many = Array.from({ length: 5000 }, () => ({ rule: "submission/kind", message: "x" }));
  expect(parse({ head: HEAD, verdict: "fail", findings: many })!.findings).toHaveLength(1000);
});

test.each([
  ["no JSON", new TextEncoder().encode("{")],
  ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ["too large", new Uint8Array(4 * (1 << 20) + 1)],
])("%s is no report", (_, bytes) => {
  expect(parseReviewReport(bytes)).toBeNull();
});

test.each([
  [[]],
  [null],
  [{ head: "A".repeat(40), verdict: "merge", findings: [] }],
  [{ head: `${HEAD}\n`, verdict: "merge", findings: [] }],
  [{ head: HEAD, verdict: "approved", findings: [] }],
  [{ head: HEAD, verdict: "merge", findings: {} }],
])("%j is no report", (value) => {
  expect(parse(value)).toBeNull();
});
