import { filePath, type FindingsReport, summarizeFindings } from "./findings-report.ts";
import type { Finding } from "../finding.ts";
import type { Severity } from "../rule.ts";

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: "error",
  review: "warning",
  warn: "warning",
  info: "notice",
};

/** Findings as workflow commands: GitHub Actions makes annotations of them. */
export function findingsGithub(report: FindingsReport): string {
  const lines = report.findings.map((finding) => command(finding, report));
  return [...lines, `${report.subject}: ${summarizeFindings(report.findings)}`].join("\n");
}

function command(finding: Finding, report: FindingsReport): string {
  const { rule, severity, file, range } = finding;
  const properties = {
    ...placeOf(file, report),
    ...(range !== undefined && { line: range.line, col: range.column }),
    title: rule,
  };
  const shown = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${shown.join(",")}::${escapeData(explain(finding))}`;
}

/** What a submission has no file for is about all of it. */
function placeOf(file: string | undefined, report: FindingsReport): { readonly file?: string } {
  if (file !== undefined) return { file: filePath(report, file) };
  return report.kind === "submission" ? {} : { file: report.subject };
}

function explain({ message, expected, fix }: Finding): string {
  return [message, ...(expected === undefined ? [] : [`Expected: ${expected}`]), fix].join("\n");
}

// The escapes of @actions/core (packages/core/src/command.ts).
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
