import { filePath, type FindingsReport, summarizeFindings } from "../../core/findings/formats/findings-report.ts";
import type { Finding } from "../../core/findings/finding.ts";
import type { Severity } from "../../core/findings/rule.ts";
import type { Format, Style } from "../terminal/style.ts";

const LOOKS: Readonly<Record<Severity, { readonly word: string; readonly format: Format }>> = {
  error: { word: "error", format: "red" },
  review: { word: "review", format: "yellow" },
  warn: { word: "warning", format: "yellow" },
  info: { word: "note", format: "cyan" },
};

/** Findings as paragraphs for people, and a line that counts them. */
export function findingsHuman(report: FindingsReport, style: Style): string {
  const paragraphs = report.findings.map((finding) => paragraph(finding, report, style));
  const { subject, findings } = report;
  const name = subject === "." ? "this project" : subject;
  const total = findings.length === 0 ? style("green", "no findings") : summarizeFindings(findings);
  return [...paragraphs, `${name}: ${total}`].join("\n\n");
}

function paragraph(finding: Finding, report: FindingsReport, style: Style): string {
  const { word, format } = LOOKS[finding.severity];
  const lines = [
    `${style("bold", placeOf(finding, report))}  ${style(format, word)}  ${style("dim", finding.rule)}`,
    `  ${finding.message}`,
    ...(finding.expected === undefined ? [] : [`  expected: ${finding.expected}`]),
    `  fix: ${finding.fix}`,
  ];
  return lines.join("\n");
}

function placeOf({ file, range, pointer }: Finding, report: FindingsReport): string {
  if (file === undefined) return report.subject;
  const path = filePath(report, file);
  if (range !== undefined) return `${path}:${range.line}:${range.column}`;
  return pointer === undefined || pointer === "" ? path : `${path}#${pointer}`;
}
