import type { RegistryConfig } from "./documents.ts";
import { echo } from "../findings/finding.ts";
import { isDomain } from "../ids/domain.ts";
import type { DeveloperId, KeyId } from "../ids/ids.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type JsonObject } from "../json/value.ts";

const PROOF_PATH = "/.well-known/mosis-developer.json";
/** A server of this machine, with its port. */
const LOOPBACK = /^127\.0\.0\.1:[1-9][0-9]{0,4}$/;

/** What the file of a domain has to say for a developer to have proved it. */
export interface DomainClaim {
  /** Name of the registry. */
  readonly registry: string;
  readonly developer: DeveloperId;
  /** Account keys in charge, of which it names one. */
  readonly keys: readonly KeyId[];
}

/** Why a file is no proof, in words. */
export interface ProofProblem {
  readonly rule: "domain/unreachable" | "domain/unproven";
  readonly message: string;
}

/** Address of the file that proves a domain; null for what is no domain, or none in this registry. */
export function proofUrl(domain: string, policy: Pick<RegistryConfig["policy"], "allow_http_loopback">): string | null {
  const local = `http://${domain}${PROOF_PATH}`;
  if (policy.allow_http_loopback === true && LOOPBACK.test(domain) && URL.canParse(local)) return local;
  return isDomain(domain) ? `https://${domain}${PROOF_PATH}` : null;
}

/** The file to serve, or what to add to the one that is there. */
export function proofDocument({ registry, developer, keys }: DomainClaim): JsonObject {
  return { developers: keys.slice(0, 1).map((keyid) => ({ registry, developer, keyid })) };
}

/**
 * Why what was found at the address of a proof does not prove a claim; null when it does. Members that this version does not know are
 * let be, so that a file can be for more than one version, registry and developer.
 *
 * @param found a string says why there are no bytes
 */
export function proofProblem(
  url: string,
  found: Uint8Array | string,
  { registry, developer, keys }: DomainClaim,
): ProofProblem | null {
  if (typeof found === "string") return { rule: "domain/unreachable", message: `${echo(url)}: ${found}` };
  const unproven = (message: string): ProofProblem => ({ rule: "domain/unproven", message: `${echo(url)} ${message}` });
  const parsed = parseJson(found, url);
  if (!parsed.ok) return unproven(`is no JSON document: ${parsed.findings[0]?.message ?? "it cannot be read."}`);
  const { value } = parsed.document;
  const entries = isJsonObject(value) ? value["developers"] : undefined;
  if (!Array.isArray(entries)) return unproven('has no list "developers".');
  const own = entries
    .filter(isJsonObject)
    .filter((each) => each["registry"] === registry && each["developer"] === developer);
  if (own.length === 0) return unproven(`does not name the developer "${developer}" of the registry "${registry}".`);
  const named = own.map((each) => each["keyid"]);
  if (named.some((keyid) => keys.some((key) => key === keyid))) return null;
  return unproven(`names "${developer}" with ${namedKey(named[0])}, which is no account key of theirs in charge.`);
}

function namedKey(keyid: unknown): string {
  return typeof keyid === "string" ? `the key ${echo(keyid)}` : "no key";
}
