import { filePath, type FindingsReport } from "./findings-report.ts";
import type { Finding } from "../finding.ts";
import type { Severity } from "../rule.ts";

/** An annotation of a check run, as the forge's API takes it. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** The forge takes no more in one call. */
const BATCH = 50;
const LEVELS: Readonly<Record<Severity, Annotation["annotation_level"]>> = {
  error: "failure",
  review: "warning",
  warn: "warning",
  info: "notice",
};

/** Every finding as an annotation, in batches for one call each. What has no file is not left out: it goes to `path`. */
export function annotationBatches(report: FindingsReport, path: string): readonly (readonly Annotation[])[] {
  const all = report.findings.map((finding) => annotationOf(finding, report, path));
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));
}

function annotationOf(finding: Finding, report: FindingsReport, path: string): Annotation {
  const { rule, severity, file, range, message, expected, fix } = finding;
  const line = range?.line ?? 1;
  return {
    path: file === undefined ? path : filePath(report, file),
    start_line: line,
    end_line: Math.max(line, range?.endLine ?? line),
    annotation_level: LEVELS[severity],
    title: rule,
    message: [message, ...(expected === undefined ? [] : [`Expected: ${expected}`]), fix].join("\n"),
  };
}
