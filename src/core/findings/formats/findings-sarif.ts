import { filePath, type FindingsReport } from "./findings-report.ts";
import { type RuleId, rules } from "../catalogue.ts";
import type { Finding } from "../finding.ts";
import type { Severity } from "../rule.ts";
import type { JsonObject } from "../../json/value.ts";

/** SARIF 2.1.0 section 3.58.6: SARIF knows no findings for review, so they are warnings. */
const LEVELS: Readonly<Record<Severity, string>> = { error: "error", review: "warning", warn: "warning", info: "note" };

/** Findings as a SARIF 2.1.0 log, for code scanning and editors. */
export function findingsSarif(report: FindingsReport, version: string): string {
  const pages = new Map(report.findings.map(({ rule, docs }) => [rule, docs]));
  const ids = [...pages.keys()].sort();
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mosis",
            semanticVersion: version,
            rules: ids.map((id) => describeRule(id, pages.get(id) ?? "")),
          },
        },
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => result(finding, ids, report)),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function describeRule(id: RuleId, helpUri: string): JsonObject {
  const { title, fix, severity } = rules[id];
  return {
    id,
    shortDescription: { text: `${title}.` },
    help: { text: fix },
    helpUri,
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(finding: Finding, ids: readonly RuleId[], report: FindingsReport): JsonObject {
  const { rule, severity, message, expected, fix, file, range } = finding;
  const text = [message, ...(expected === undefined ? [] : [`Expected: ${expected}.`]), fix].join(" ");
  // Code scanning shows a result only where it has a file: what has none is about the subject.
  const uri = encodeURI((file === undefined ? report.subject : filePath(report, file)).toWellFormed());
  const region = range && {
    startLine: range.line,
    startColumn: range.column,
    ...(range.endLine !== undefined && { endLine: range.endLine }),
    ...(range.endColumn !== undefined && { endColumn: range.endColumn }),
  };
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: LEVELS[severity],
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri }, ...(region && { region }) } }],
  };
}
