import { authorityFindings } from "./authority.ts";
import { authorFindings } from "./owner.ts";
import { contentFindings } from "./content.ts";
import { fetchFindings, type FetchedFiles } from "./fetched.ts";
import { riskFindings } from "./risk.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, hasErrors, sortFindings } from "../findings/finding.ts";
import type { PackagePorts } from "../package/read-package.ts";
import type { Registry } from "../registry/model.ts";
import { parseRegistryDocument, type RegistryDocument } from "../registry/parse-document.ts";
import { type Change, classifySubmission, type PlacedChange, type SubmissionKind } from "../registry/submission.ts";

/** `merge` lands by itself, `review` waits for a person, `fail` has to be mended. */
export type Verdict = "merge" | "review" | "fail";

/** What review says of one submission. */
export interface Report {
  /** Null when the changes are no submission. */
  readonly kind: SubmissionKind | null;
  readonly verdict: Verdict;
  /** Sorted. */
  readonly findings: readonly Finding[];
}

export interface ReviewInput {
  /** The registry the submission would be merged into. */
  readonly base: Registry;
  readonly changes: readonly Change[];
  /** Numeric forge account of the pull request's author. */
  readonly author: number;
  /** What is at the addresses of the `remoteFiles` of the changed documents. */
  readonly fetched: FetchedFiles;
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
  if (!classified.ok) return { kind: null, verdict: "fail", findings: sortFindings(classified.findings) };
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
    const subject = { kind, documents, base: input.base, author: input.author };
    findings.push(
      ...authorFindings(subject),
      ...authorityFindings(subject, ports),
      ...contentFindings(subject, ports),
      ...fetchFindings(subject, input.fetched, ports),
      ...riskFindings(subject),
    );
  }
  return { kind, verdict: verdictOf(findings), findings: sortFindings(findings) };
}

/** What the checks of a submission work on: documents that have their form. */
export interface ReviewSubject {
  readonly kind: SubmissionKind;
  readonly documents: readonly ChangedDocument[];
  readonly base: Registry;
  readonly author: number;
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (hasErrors(findings)) return "fail";
  return findings.some(({ severity }) => severity === "review") ? "review" : "merge";
}
