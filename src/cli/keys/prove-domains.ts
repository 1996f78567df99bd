import { rules } from "../../core/findings/catalogue.ts";
import { echo } from "../../core/findings/finding.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { type DomainClaim, proofDocument, proofProblem, proofUrl } from "../../core/registry/domain-proof.ts";
import { fetchProof } from "../../node/registry/fetch-proof.ts";
import { CliError } from "../errors/cli-error.ts";

/** What was found of the domains that somebody adds. */
export interface AskedDomains {
  /** For people. */
  readonly lines: readonly string[];
  /** For programs: domain, address of the file, what to serve there, and why it is no proof yet or null. */
  readonly proofs: readonly JsonObject[];
}

/** The names of an option, with commas between. */
export function domainNames(given: string | undefined): readonly string[] {
  const names = given?.split(",").map((each) => each.trim()) ?? [];
  return [...new Set(names.filter((name) => name !== ""))];
}

/**
 * Asks domains for their proof, as review will. A dry run tells what to serve; else one without a proof is refused.
 *
 * @param claim its first key is the one to serve
 */
export async function proveDomains(
  domains: readonly string[],
  claim: DomainClaim,
  { policy, dryRun }: { readonly policy: RegistryConfig["policy"]; readonly dryRun: boolean },
): Promise<AskedDomains> {
  const document = proofDocument(claim);
  const text = JSON.stringify(document);
  const places = domains.map((domain) => ({ domain, url: addressOf(domain, policy) }));
  const fetchOne = fetchProof();
  const asked = await Promise.all(
    places.map(async (place) => ({ ...place, problem: proofProblem(place.url, await fetchOne(place.url), claim) })),
  );
  const missing = asked.find(({ problem }) => problem !== null);
  if (missing !== undefined && !dryRun) {
    const fix = `Serve this at ${missing.url} without a redirect, or add its entry to the list that is there: ${text}`;
    throw new CliError("domain-unproven", missing.problem?.message ?? missing.domain, fix);
  }
  const lines = asked.flatMap(({ domain, url, problem }) =>
    problem === null
      ? [`adds ${domain}, which names you`]
      : [`would add ${domain}, which does not name you yet: ${problem.message}`, `serve at ${url}: ${text}`],
  );
  const proofs = asked.map(({ problem, ...place }) => ({ ...place, document, problem: problem?.message ?? null }));
  return { lines, proofs };
}

function addressOf(domain: string, policy: RegistryConfig["policy"]): string {
  const url = proofUrl(domain, policy);
  if (url !== null) return url;
  throw new CliError("bad-option", `${echo(domain)} is no domain.`, rules["domain/form"].fix);
}
