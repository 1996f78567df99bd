import { authorityFindings } from "./authority.ts";
import { authorFindings } from "./owner.ts";
import { contentFindings } from "./content.ts";
import { domainFindings } from "./domains.ts";
import { fetchFindings, type FetchedFiles } from "./fetched.ts";
import { recallApprovals } from "./remembered.ts";
import { quotaFindings } from "./quota.ts";
import { riskFindings } from "./risk.ts";
import { similarFindings } from "./similar.ts";
import { appOf, waive } from "./waive.ts";
import type { CryptoPort } from "../crypto.ts";
import { rules } from "../findings/catalogue.ts";
import { type Finding, hasErrors, sortFindings } from "../findings/finding.ts";
import type { Decision } from "../registry/documents.ts";
import { knownNames } from "../names/known-names.ts";
import { NameIndex } from "../names/name-index.ts";
import type { PackageReport } from "../package/check-package.ts";
import type { PackagePorts } from "../package/read-package.ts";
import type { Registry } from "../registry/model.ts";
import { parseRegistryDocument, type RegistryDocument } from "../registry/parse-document.ts";
import { type Change, classifySubmission, type PlacedChange, type SubmissionKind } from "../registry/submission.ts";
import { registryAuthority } from "../trust/authority.ts";
import { recoveriesOf, type RecoveryStatement } from "../trust/recoveries.ts";
import { TrustError } from "../trust/trust-error.ts";

/** `merge` lands by itself, `review` waits for a person, `fail` has to be mended. */
export type Verdict = "merge" | "review" | "fail";

/** What review says of one submission. */
export interface Report {
  /** Null when the changes are no submission. */
  readonly kind: SubmissionKind | null;
  readonly verdict: Verdict;
  /** How many reviewers have to approve; 0 unless the verdict is `review`. */
  readonly approvals: number;
  /** Sorted. */
  readonly findings: readonly Finding[];
}

export interface ReviewInput {
  /** The registry the submission would be merged into. */
  readonly base: Registry;
  readonly changes: readonly Change[];
  /** Numeric forge account of the pull request's author. */
  readonly author: number;
  /** What is at the addresses of the `remoteFiles` and `proofUrls` of the changed documents. */
  readonly fetched: FetchedFiles;
  /** What was said of the package among them in a worker; every rule is asked here when left out. */
  readonly checked?: PackageReport;
  /** When the submission is judged. */
  readonly now: Date;
  /** Open reports of users about the app; none when left out. */
  readonly openReports?: number;
  /** Every name of the registry; those in `base`, which may be a part of it, when left out. */
  readonly names?: NameIndex;
  /** When the same account made others in the 24 hours before; none when left out. */
  readonly recent?: readonly Date[];
}

export type ReviewPorts = CryptoPort & PackagePorts;

/** A changed document beside its change. */
export interface ChangedDocument {
  readonly change: PlacedChange;
  readonly document: RegistryDocument;
}

/** Judges a submission. Pure: the same input always gives the same report. */
export function review(input: ReviewInput, ports: ReviewPorts): Report {
  const classified = classifySubmission(input.changes, ports.sha256);
  if (!classified.ok) return reportOf(null, classified.findings);
  const { kind } = classified;
  const findings: Finding[] = [];
  const documents: ChangedDocument[] = [];
  for (const change of classified.changes) {
    if (change.after === null) continue;
    const parsed = parseRegistryDocument(change.place, change.path, change.after);
    if (parsed.ok) documents.push({ change, document: parsed.document });
    else findings.push(...parsed.findings);
  }
  if (!hasErrors(findings)) {
    const { base, author, now } = input;
    const recoveries = kind === "rotate" ? baseRecoveries(base, ports) : [];
    const subject = { kind, documents, base, author, now, recoveries, openReports: input.openReports ?? 0 };
    const found = [
      ...authorFindings(subject),
      ...authorityFindings(subject, ports),
      ...contentFindings(subject, ports),
      ...fetchFindings(subject, input, ports),
      ...domainFindings(subject, input, ports.sha256),
      ...similarFindings(subject, input.names ?? new NameIndex(knownNames(base))),
      ...quotaFindings(input),
      ...riskFindings(subject),
    ];
    const asked = waive(found, appOf(documents), base, now);
    findings.push(...recallApprovals(asked, earlierDecisions(subject), ports.sha256));
  }
  return reportOf(kind, findings);
}

/** What review says when it found this. */
export function reportOf(kind: Report["kind"], findings: readonly Finding[]): Report {
  const verdict = verdictOf(findings);
  const wanted = findings.map(({ rule, severity }) => (severity === "review" ? (rules[rule].approvals ?? 1) : 0));
  const approvals = verdict === "review" ? Math.max(...wanted) : 0;
  return { kind, verdict, approvals, findings: sortFindings(findings) };
}

/** What the checks of a submission work on: documents that have their form. */
export interface ReviewSubject {
  readonly kind: SubmissionKind;
  readonly documents: readonly ChangedDocument[];
  readonly base: Registry;
  readonly author: number;
  readonly now: Date;
  /** Stated by the offline keys of the base tree; read only for rotations. */
  readonly recoveries: readonly RecoveryStatement[];
  readonly openReports: number;
}

/** What was decided about the app of a submission before. */
function earlierDecisions({ documents, base }: ReviewSubject): readonly Decision[] {
  const app = appOf(documents);
  return app === null ? [] : (base.apps.get(app)?.decisions ?? []);
}

/** Documents that the offline keys have not signed, such as a draft that was merged too early, state nothing. */
function baseRecoveries({ trust }: Registry, crypto: CryptoPort): readonly RecoveryStatement[] {
  try {
    const authority = registryAuthority(trust, crypto);
    return authority === null ? [] : recoveriesOf(authority.targets);
  } catch (error) {
    if (error instanceof TrustError) return [];
    throw error;
  }
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (hasErrors(findings)) return "fail";
  return findings.some(({ severity }) => severity === "review") ? "review" : "merge";
}
