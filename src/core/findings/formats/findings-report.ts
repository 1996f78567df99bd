import type { Finding } from "../finding.ts";
import type { Severity } from "../rule.ts";

/** Findings about one thing, ready for any formatter. */
export interface FindingsReport {
  /** What was looked at, as people named it: a folder, a `.mosis` file, a signed document, or a registry of a pull request. */
  readonly subject: string;
  readonly kind: "project" | "package" | "document" | "submission";
  readonly findings: readonly Finding[];
}

export type FindingCounts = Readonly<Record<Severity, number>>;

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, review: 0, warn: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** Such as `2 errors, 1 warning`; `no findings` for none. */
export function summarizeFindings(findings: readonly Finding[]): string {
  const counts = countFindings(findings);
  const parts = [
    plural(counts.error, "error"),
    plural(counts.review, "point for review", "points for review"),
    plural(counts.warn, "warning"),
    plural(counts.info, "note"),
  ];
  return parts.filter((part) => part !== null).join(", ") || "no findings";
}

/** The path of a finding's file from the current folder or the repository, so that editors, terminals and forges can open it. */
export function filePath({ subject, kind }: FindingsReport, file: string): string {
  if (kind === "document") return subject;
  if (kind === "package") return `${subject}!/${file}`;
  return subject === "." || kind === "submission" ? file : `${subject}/${file}`;
}

function plural(count: number, one: string, many = `${one}s`): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
