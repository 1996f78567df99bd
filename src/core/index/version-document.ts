import type { Provenance, ReviewDecision, VersionDocument } from "./api-documents.ts";
import type { VersionIndex } from "./index-version.ts";
import type { Publication } from "./registry-history.ts";
import type { VersionCode } from "../ids/ids.ts";
import type { Decision, RegistryConfig } from "../registry/documents.ts";
import { oneLine } from "../text/one-line.ts";

/** Characters of what a reviewer said, and of what a rule has found. */
const STATEMENT_CHARACTERS = 1000;

/** What of a registry a version's document tells beside the version itself. */
export interface VersionContext {
  /** Of its app. */
  readonly decisions: readonly Decision[];
  readonly publication: Publication;
  readonly reviewers: RegistryConfig["policy"]["reviewers"];
}

/** Everything of one version, see {@link VersionDocument}. */
export function versionDocument(from: VersionIndex, context: VersionContext): VersionDocument {
  const { source, indexed } = from;
  const { body, facts } = source;
  const { version, version_code, track, rollout_bp, status, reason, content_digest, signature, notes } = indexed;
  const { files } = facts.signature.signed;
  return {
    app_id: body.app_id,
    version,
    version_code,
    track,
    rollout_bp,
    status,
    ...(reason !== undefined && { reason }),
    manifest: body.manifest,
    notes,
    files,
    unpacked: files.reduce((sum, { length }) => sum + length, 0),
    content_digest,
    package: indexed.package,
    signature,
    published_at: indexed.published_at,
    ...provenanceOf(from, context),
  };
}

/** Where a version comes from. */
export function provenanceOf(
  { source: { body, facts }, indexed, countersignatures }: VersionIndex,
  context: VersionContext,
): Provenance {
  return {
    keys: {
      developer: facts.signature.signatures.map(({ keyid }) => keyid),
      platform: countersignatures.map(({ keyid }) => keyid),
    },
    ...(body.source !== undefined && { source: body.source }),
    commit: context.publication.commit,
    decision: versionDecision(indexed.version_code, context),
  };
}

/** The last decision that let a version in; undefined where the registry has none. */
export function decisionFor(code: VersionCode, decisions: readonly Decision[]): Decision | undefined {
  return decisions.findLast(
    ({ version_code: each, verdict }) => each === code && (verdict === "merge" || verdict === "approved"),
  );
}

/** What review decided of a version, as its document tells it. */
export function versionDecision(
  code: VersionCode,
  { decisions, reviewers }: Pick<VersionContext, "decisions" | "reviewers">,
): ReviewDecision | null {
  const found = decisionFor(code, decisions);
  if (found === undefined) return null;
  const logins = new Map(reviewers.map(({ github_id: id, login }) => [id, login]));
  const { verdict, reasons, statements, approved, sample, risk, validator_version } = found;
  return {
    verdict,
    // Decisions of before they were kept as one line would stop a publication.
    reasons: reasons.map(({ rule, evidence }) => ({ rule, evidence: oneLine(evidence, STATEMENT_CHARACTERS) })),
    reviewers: found.reviewers.map((id, index) => {
      const login = logins.get(id);
      const statement = oneLine(statements[index] ?? "", STATEMENT_CHARACTERS);
      return { github_id: id, ...(login !== undefined && { login }), statement };
    }),
    approved,
    sample,
    risk,
    validator_version,
  };
}
