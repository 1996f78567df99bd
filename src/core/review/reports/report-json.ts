import { headline } from "./headline.ts";
import type { SubmissionReport } from "./submission-report.ts";
import { findingsArray } from "../../findings/formats/findings-json.ts";
import { countFindings } from "../../findings/formats/findings-report.ts";
import type { JsonObject } from "../../json/value.ts";

/** A report as the document that src/core/schemas/review-report.schema.json describes. */
export function reportJson(submission: SubmissionReport): JsonObject {
  const { head, report, risk, comparison, status } = submission;
  return {
    _type: "mosis-review-report",
    spec_version: "1.0.0",
    head,
    kind: report.kind,
    verdict: report.verdict,
    approvals: report.approvals,
    counts: { ...countFindings(report.findings) },
    findings: findingsArray(report.findings),
    risk: { score: risk.score, parts: risk.parts.map((part) => ({ ...part })) },
    comparison,
    status:
      status === null
        ? null
        : {
            state: status.state,
            appealed: status.appealed,
            next: status.next,
            sentence: headline(submission).sentence,
            deadline: status.deadline?.toISOString() ?? null,
            needed: status.needed,
            approved_by: status.standing.approvals.map(({ by }) => by),
          },
  };
}
