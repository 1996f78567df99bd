import type { ReviewInput, ReviewSubject } from "./review.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { DeveloperBody } from "../registry/documents.ts";
import { type DomainClaim, proofDocument, proofProblem, proofUrl } from "../registry/domain-proof.ts";
import type { Registry } from "../registry/model.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import type { RegistryDocument } from "../registry/parse-document.ts";

/** A domain that a developer document adds to those of the base tree. */
interface AddedDomain {
  readonly domain: string;
  /** Where its proof has to be; null for what is no domain. */
  readonly url: string | null;
  /** In `domains` of the document. */
  readonly index: number;
}

type Base = Pick<Registry, "config" | "developers">;

/** Addresses at which a document says that proofs of domains are. Those that stay were proved when they were added. */
export function proofUrls(document: RegistryDocument, base: Base): readonly string[] {
  return addedDomains(document, base).flatMap(({ url }) => url ?? []);
}

/** Whether every domain that a developer adds says so itself. */
export function domainFindings(
  { documents, base }: ReviewSubject,
  { fetched }: Pick<ReviewInput, "fetched">,
  sha256: Sha256Function,
): readonly Finding[] {
  return documents.flatMap(({ change, document }) => {
    const added = addedDomains(document, base);
    if (added.length === 0) return [];
    const developer = document.body as unknown as DeveloperBody;
    const keys = ownerKeys(developer, "account", null, sha256).map(({ keyid }) => keyid);
    const claim: DomainClaim = { registry: base.config.name, developer: developer.id, keys };
    return added.flatMap(({ domain, url, index }) => {
      const at = { file: change.path, pointer: `/signed/domains/${index}` };
      if (url === null) return [finding("domain/form", { ...at, message: `${echo(domain)} is no domain.` })];
      const problem = proofProblem(url, fetched.get(url) ?? "it was not fetched", claim);
      if (problem === null) return [];
      const { rule, message } = problem;
      return [finding(rule, { ...at, message, expected: JSON.stringify(proofDocument(claim)) })];
    });
  });
}

function addedDomains({ place, body }: RegistryDocument, { config, developers }: Base): readonly AddedDomain[] {
  if (place.kind !== "developer") return [];
  const { domains = [] } = body as unknown as DeveloperBody;
  const before = new Set(developers.get(place.developer)?.developer.domains);
  return domains
    .map((domain, index) => ({ domain, url: proofUrl(domain, config.policy), index }))
    .filter(({ domain }) => !before.has(domain));
}
