import { safeHref } from "./safe-href.ts";
import type { StoreInfo } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";
import type { Provenance, ReviewDecision } from "../../core/index/api-documents.ts";

/** A name or number that may lead somewhere. */
export interface ReferenceView {
  readonly text: string;
  readonly href: string | null;
}

/** Where a version comes from, and who vouches for it. */
export interface ProvenanceView {
  /** What the developer says it was built from; null where they say nothing. */
  readonly source: { readonly repository: ReferenceView; readonly commit: string } | null;
  /** The commit of the registry that brought it in. */
  readonly commit: ReferenceView;
  /** In a sentence. */
  readonly decision: string;
  /** What reviewers said, as they wrote it. */
  readonly statements: readonly { readonly reviewer: string; readonly statement: string }[];
  /** Further words about the review, in sentences. */
  readonly remarks: readonly string[];
  /** Key ids of the developer. */
  readonly developerKeys: readonly string[];
  readonly platformKeys: readonly string[];
}

/** Tells where a version comes from: all of it can be looked up in the registry. */
export function provenanceView(
  { source, commit, decision, keys }: Provenance,
  { repository }: Pick<StoreInfo, "repository">,
  reader: Reader,
): ProvenanceView {
  const statements = decision?.reviewers ?? [];
  return {
    source: source === undefined ? null : { repository: referenceOf(source.repository), commit: source.commit },
    commit: { text: commit, href: repository === undefined ? null : safeHref(`${repository}commit/${commit}`) },
    decision: decisionSentence(decision, reader),
    statements: statements.flatMap((each) =>
      each.statement === "" ? [] : [{ reviewer: nameOf(each), statement: each.statement }],
    ),
    remarks: decision === null ? [] : remarksOn(decision, reader),
    developerKeys: keys.developer,
    platformKeys: keys.platform,
  };
}

function referenceOf(address: string): ReferenceView {
  const href = safeHref(address);
  return { text: href?.replace(/^https:\/\//, "") ?? address, href };
}

function decisionSentence(decision: ReviewDecision | null, { text, list }: Reader): string {
  if (decision === null) return text("provenance.noDecision");
  if (decision.reviewers.length === 0) return text("provenance.machine");
  return text("provenance.people", { reviewers: list(decision.reviewers.map(nameOf)) });
}

function remarksOn({ sample, risk, validator_version: version }: ReviewDecision, { text }: Reader): readonly string[] {
  return [
    ...(sample === true ? [text("provenance.sample")] : []),
    text("provenance.risk", { score: risk.score, version }),
  ];
}

function nameOf({ login, github_id: id }: ReviewDecision["reviewers"][number]): string {
  return login ?? `#${id}`;
}
