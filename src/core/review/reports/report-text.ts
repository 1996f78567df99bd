import { headline } from "./headline.ts";
import type { SubmissionReport } from "./submission-report.ts";
import { summarizeFindings } from "../../findings/formats/findings-report.ts";
import { echo, type Finding } from "../../findings/finding.ts";

/** A report for terminals and logs. Every line of it begins with words of ours, so that nothing of others is a command to a log. */
export function reportText(report: SubmissionReport): string {
  const { verdict, next, sentence } = headline(report);
  const { comparison, risk } = report;
  const lines = [`verdict: ${verdict}`, `next: ${next}`, ...(sentence === "" ? [] : [`then: ${sentence}`])];
  if (comparison !== null) {
    const { app, version, version_code: code, track, permissions, packed } = comparison;
    const rights = [...permissions.added.map(({ id }) => `+${id}`), ...permissions.removed.map(({ id }) => `-${id}`)];
    lines.push(`version: ${app} ${version} (${code}), ${track}`);
    lines.push(`permissions: ${rights.length === 0 ? "no change" : echo(rights.join(" "))}`);
    lines.push(`package: ${packed.before} -> ${packed.after} bytes`);
  }
  if (risk.parts.length > 0) lines.push(`risk: ${risk.score} of 100`);
  for (const { part, points, reason } of risk.parts) lines.push(`  ${points}: ${part}. ${oneLine(reason)}`);
  for (const each of report.report.findings) lines.push("", ...paragraph(each));
  return [...lines, "", `findings: ${summarizeFindings(report.report.findings)}`].join("\n");
}

function paragraph({ rule, severity, file, range, pointer, message, expected, fix }: Finding): readonly string[] {
  const place = range === undefined ? (pointer ?? "") : `:${range.line}:${range.column}`;
  return [
    `${severity}: ${rule}${file === undefined ? "" : ` in ${oneLine(file)}${place}`}`,
    `  ${oneLine(message)}`,
    ...(expected === undefined ? [] : [`  expected: ${oneLine(expected)}`]),
    `  fix: ${oneLine(fix)}`,
  ];
}

/** Control and format characters would let text move the cursor, or begin a line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
