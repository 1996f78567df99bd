import { approvedChanges } from "./remembered.ts";
import type { Report } from "./review.ts";
import { riskScore } from "./risk-score.ts";
import type { Act } from "./state/acts.ts";
import { submissionSubject } from "./subject.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { Decision } from "../registry/documents.ts";
import type { Registry, RegistryFiles } from "../registry/model.ts";
import { REGISTRY_FOLDER, registryPath } from "../registry/paths.ts";
import type { TimelineEntry } from "../registry/submission-states.ts";
import type { Change } from "../registry/submission.ts";
import { oneLine } from "../text/one-line.ts";

export interface DecisionInput {
  readonly verdict: Decision["verdict"];
  readonly report: Report;
  readonly changes: readonly Change[];
  /** Commits that were compared. */
  readonly base: string;
  readonly head: string;
  /** What people said that this follows from; nothing when no person was needed. */
  readonly acts: readonly Act[];
  /** Whether the sample drew it; null where nothing was drawn. */
  readonly sample: boolean | null;
  /** Number of the pull request; null where the machine decided by itself. */
  readonly submission: number | null;
  /** Up to the decision. */
  readonly timeline: readonly TimelineEntry[];
  /** Version of `mosis` that judged. */
  readonly validatorVersion: string;
}

/**
 * The decision file of a submission; null for those that are about a developer, whose history is Git's. It counts on from what is at
 * its place, broken or not.
 */
export function nextDecision(
  input: DecisionInput,
  { files, registry }: { readonly files: RegistryFiles; readonly registry: Registry },
  sha256: Sha256Function,
): { readonly path: string; readonly bytes: Uint8Array } | null {
  const subject = submissionSubject(input.changes, registry, sha256);
  if (subject === null || subject.versionCode === null) return null;
  const { app, versionCode, version } = subject;
  let n = 1;
  while (files.has(registryPath({ kind: "decision", app, versionCode, n }, sha256))) n += 1;
  const { verdict, report, acts, base, head, sample, submission, timeline } = input;
  const { score, parts } = riskScore(report);
  const decision: Decision = {
    app_id: app,
    version_code: versionCode,
    n,
    verdict,
    reasons: report.findings.map(({ rule, message }) => ({ rule, evidence: oneLine(message, MAX_CHARACTERS) })),
    reviewers: acts.map(({ by }) => by),
    statements: acts.map(({ command }) => oneLine(command.reason ?? "", MAX_CHARACTERS)),
    approved: verdict === "approved" ? approvedChanges(report.findings) : [],
    sample,
    risk: { score, parts: parts.map(({ part, points }) => ({ part, points })) },
    inputs: {
      base,
      head,
      files: input.changes.flatMap(({ path, after }) =>
        after === null ? [] : [{ path, sha256: toHex(sha256(after)) as Sha256 }],
      ),
      ...(version !== null && { package_sha256: version.package.sha256 }),
    },
    validator_version: input.validatorVersion,
    ...(submission !== null && { submission }),
    timeline,
  };
  return {
    path: REGISTRY_FOLDER + registryPath({ kind: "decision", app, versionCode, n }, sha256),
    bytes: new TextEncoder().encode(`${JSON.stringify(decision, null, 2)}\n`),
  };
}

/** Characters of a message or statement that are kept; the schema has the same number. */
const MAX_CHARACTERS = 1000;
