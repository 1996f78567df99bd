import type { Judgement } from "./judge.ts";
import { type Finding, finding, type FindingDetail, sortFindings } from "../../../core/findings/finding.ts";
import { type RuleId, rules } from "../../../core/findings/catalogue.ts";
import type { Report, Verdict } from "../../../core/review/review.ts";

/** What the review of a pull request tells the job that comments on it. */
export interface ReviewReport {
  readonly head: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** The artifact in which a review leaves its report, and the file in it. */
export const REPORT_ARTIFACT = "report";
export const REPORT_FILE = "report.json";
/** Bytes of a report, packed or not; more is refused. */
export const REPORT_BYTES = 4 * (1 << 20);
const FINDINGS = 1000;
const TEXT_CHARS = 1000;

export function reviewReport({ head, report }: Pick<Judgement, "head"> & { readonly report: Report }): ReviewReport {
  return { head, verdict: report.verdict, findings: report.findings };
}

/**
 * Reads a report that anybody may have written: a fork's pull request runs its own copy of the review. Severity, advice and links are
 * taken from our catalogue, everything else is text that is cut off. Null when it is no report.
 */
export function parseReviewReport(bytes: Uint8Array): ReviewReport | null {
  if (bytes.length > REPORT_BYTES) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const { head, verdict, findings } = value;
  if (typeof head !== "string" || !/^[0-9a-f]{40}$/.test(head)) return null;
  if (verdict !== "merge" && verdict !== "review" && verdict !== "fail") return null;
  if (!Array.isArray(findings)) return null;
  return { head, verdict, findings: sortFindings(findings.slice(0, FINDINGS).flatMap(parseFinding)) };
}

function parseFinding(value: unknown): readonly Finding[] {
  if (!isObject(value)) return [];
  const { rule, message, file, expected, range } = value;
  if (typeof rule !== "string" || !Object.hasOwn(rules, rule) || typeof message !== "string") return [];
  const place = isObject(range) ? [range["line"], range["column"]] : [];
  const [line, column] = place;
  const detail: FindingDetail = {
    message: message.slice(0, TEXT_CHARS),
    ...(typeof file === "string" && { file: file.slice(0, TEXT_CHARS) }),
    ...(typeof expected === "string" && { expected: expected.slice(0, TEXT_CHARS) }),
    ...(isCount(line) && isCount(column) && { range: { line, column } }),
  };
  return [finding(rule as RuleId, detail)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
