import type { Sha256Function } from "../crypto.ts";
import { rules } from "../findings/catalogue.ts";
import type { Finding, FindingChange } from "../findings/finding.ts";
import type { ApprovedChange, Decision } from "../registry/documents.ts";
import { registryPath } from "../registry/paths.ts";

/** Longer values are not remembered and so asked about again; the schema of decisions has the same number. */
const MAX_CHARS = 256;

/** What a decision remembers of the findings that people approved; findings that compare nothing are not remembered. */
export function approvedChanges(findings: readonly Finding[]): readonly ApprovedChange[] {
  const found = findings.flatMap(({ rule, severity, change }): readonly ApprovedChange[] => {
    if (severity !== "review" || change === undefined || !isShort(change)) return [];
    return [{ rule, from: change.from, to: change.to }];
  });
  return [...new Map(found.map((each) => [keyOf(each), each])).values()];
}

/**
 * The same (rule, from, to) is never asked twice of one app: findings for review that enough people approved before become notes,
 * which say where.
 */
export function recallApprovals(
  findings: readonly Finding[],
  decisions: readonly Decision[],
  sha256: Sha256Function,
): readonly Finding[] {
  return findings.map((finding) => {
    const { rule, severity, change, message } = finding;
    if (severity !== "review" || change === undefined) return finding;
    const key = keyOf({ rule, ...change });
    const needed = rules[rule].approvals ?? 1;
    const decision = decisions.find(
      ({ verdict, approved, reviewers }) =>
        verdict === "approved" && reviewers.length >= needed && approved.some((each) => keyOf(each) === key),
    );
    if (decision === undefined) return finding;
    const { app_id: app, version_code: versionCode, n } = decision;
    const path = registryPath({ kind: "decision", app, versionCode, n }, sha256);
    const fix = "Nothing has to be done: it was approved before.";
    return { ...finding, severity: "info", message: `${message} That was approved in ${path}.`, fix };
  });
}

function keyOf({ rule, from, to }: ApprovedChange): string {
  return JSON.stringify([rule, from, to]);
}

function isShort({ from, to }: FindingChange): boolean {
  return (from ?? "").length <= MAX_CHARS && to.length <= MAX_CHARS;
}
