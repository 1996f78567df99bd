import type { VersionComparison } from "./version-comparison.ts";
import type { Report } from "../review.ts";
import { type RiskScore, riskScore } from "../risk-score.ts";
import type { SubmissionStatus } from "../state/submission-state.ts";

/** Everything that is said of a submission; each formatter shows the same value. */
export interface SubmissionReport {
  /** The commit that was judged. */
  readonly head: string;
  readonly report: Report;
  readonly risk: RiskScore;
  /** Of the submissions that bring a version. */
  readonly comparison: VersionComparison | null;
  /** Null in a review that knows nothing of the pull request but its files. */
  readonly status: SubmissionStatus | null;
}

/** Puts a report together. */
export function submissionReport(
  head: string,
  report: Report,
  more: Partial<Pick<SubmissionReport, "comparison" | "status">> = {},
): SubmissionReport {
  return { head, report, risk: riskScore(report), comparison: null, status: null, ...more };
}
