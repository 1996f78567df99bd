import { filePath, type FindingsReport, summarizeFindings } from "./findings-report.ts";
import type { Finding } from "../../core/findings/finding.ts";
import type { Severity } from "../../core/findings/rule.ts";

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: "error",
  review: "warning",
  warn: "warning",
  info: "notice",
};

/** Findings as workflow commands: GitHub Actions makes annotations of them. */
export function findingsGithub(report: FindingsReport): string {
  const lines = report.findings.map((finding) => annotation(finding, report));
  return [...lines, `${report.subject}: ${summarizeFindings(report.findings)}`].join("\n");
}

function annotation(finding: Finding, report: FindingsReport): string {
  const { rule, severity, message, expected, fix, file, range } = finding;
  const properties = {
    file: file === undefined ? report.subject : filePath(report, file),
    ...(range !== undefined && { line: range.line, col: range.column }),
    title: rule,
  };
  const text = [message, ...(expected === undefined ? [] : [`Expected: ${expected}`]), fix].join("\n");
  const shown = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${shown.join(",")}::${escapeData(text)}`;
}

// The escapes of @actions/core (packages/core/src/command.ts).
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
