import { type SubmissionMarker, submissionDigest, writeMarker } from "./submission-marker.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Sha256, VersionCode } from "../ids/ids.ts";
import type { ComposedFile } from "../registry/compose.ts";
import type { Track } from "../registry/documents.ts";
import type { SubmissionKind } from "../registry/submission.ts";

/** What somebody wants to submit. */
export interface SubmissionDraft {
  readonly kind: SubmissionKind;
  /** The app or developer it is about. */
  readonly subject: string;
  readonly title: string;
  /** Paragraphs for those who look at the pull request. */
  readonly summary: readonly string[];
  /** Signed. */
  readonly files: readonly ComposedFile[];
  readonly uploads?: readonly PlannedUpload[];
  /** Of versions. */
  readonly track?: Track;
  readonly versionCode?: VersionCode;
}

/** A file that has to lie at an address before the pull request is opened. Types, not interfaces, so that plans are JSON. */
export type PlannedUpload = (
  | {
      readonly to: "release";
      /** `owner/name` of the developer's own repository. */
      readonly repository: string;
      /** Of the release that gets it. */
      readonly tag: string;
    }
  /** The registry's upload endpoint. */
  | { readonly to: "registry" }
  /** A portal, which gives the address once it has the file. */
  | { readonly to: "portal" }
) & {
  readonly name: string;
  readonly url: string;
  readonly length: number;
  readonly sha256: Sha256;
};

/** Everything that will happen; whoever applies it decides nothing. */
export type SubmissionPlan = {
  readonly kind: SubmissionKind;
  readonly subject: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly uploads: readonly PlannedUpload[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The open pull request that submits exactly this already. */
  readonly pull: number | null;
  /** Open pull requests that this one takes the place of. */
  readonly supersedes: readonly number[];
};

/** An open pull request of whoever submits. */
export interface OpenSubmission {
  readonly number: number;
  readonly marker: SubmissionMarker;
}

export type PlannedSubmission =
  | { readonly ok: true; readonly plan: SubmissionPlan }
  /** `newer`: a higher version of the track is on its way; `pending`: what this would be on top of is not merged yet. */
  | { readonly ok: false; readonly problem: "newer" | "pending"; readonly pull: number };

/** Kinds whose documents follow one upon the other, so that a second one can only be written after the first was merged. */
const CHAINED: ReadonlySet<SubmissionKind> = new Set(["event", "developer-change", "rotate", "transfer", "withdraw"]);

/**
 * Plans a submission beside those that are open already, so that in the end exactly one pull request is open for it, whatever was
 * begun before.
 *
 * @param open every open pull request of the same account
 */
export function planSubmission(
  draft: SubmissionDraft,
  open: readonly OpenSubmission[],
  sha256: Sha256Function,
): PlannedSubmission {
  const { kind, subject, title, summary, files, uploads = [], track, versionCode } = draft;
  const marker: SubmissionMarker = {
    kind,
    subject,
    digest: submissionDigest(files, sha256),
    ...(track !== undefined && { track }),
    ...(versionCode !== undefined && { version_code: versionCode }),
  };
  const rivals = open.filter((other) => isRival(marker, other.marker)).sort((a, b) => a.number - b.number);
  const same = rivals.find((other) => other.marker.digest === marker.digest);
  const others = rivals.filter((other) => other !== same);
  const [pending] = others;
  if (CHAINED.has(kind) && same === undefined && pending !== undefined) {
    return { ok: false, problem: "pending", pull: pending.number };
  }
  const newer = others.find((other) => (other.marker.version_code ?? 0) > (versionCode ?? Infinity));
  if (newer !== undefined) return { ok: false, problem: "newer", pull: newer.number };
  const plan: SubmissionPlan = {
    kind,
    subject,
    branch: `mosis/${subject}/${kind}${versionCode === undefined ? "" : `-${versionCode}`}-${marker.digest}`,
    title,
    body: [...summary, "Signed with `mosis`. Review and landing follow by themselves.", writeMarker(marker)].join(
      "\n\n",
    ),
    uploads,
    files: files.map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) })),
    pull: same?.number ?? null,
    supersedes: CHAINED.has(kind) ? [] : others.map(({ number }) => number),
  };
  return { ok: true, plan };
}

/** Whether of two submissions only one can land, or only one is meant to. */
function isRival(marker: SubmissionMarker, other: SubmissionMarker): boolean {
  if (marker.subject !== other.subject) return false;
  const family = familyOf(marker.kind);
  return family === familyOf(other.kind) && (family !== "version" || (marker.track ?? null) === (other.track ?? null));
}

function familyOf(kind: SubmissionKind): string {
  if (kind === "new-app" || kind === "version") return "version";
  return kind === "developer-change" || kind === "rotate" ? "keys" : kind;
}
