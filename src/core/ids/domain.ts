import type { AppId } from "./ids.ts";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** Two labels at least, of which the last begins with a letter: no parser of addresses takes it for an IPv4 address. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`);
/** Of a name, by RFC 1035, 2.3.4. */
const CHARS = 253;

/**
 * Whether a text is the name of a domain as DNS has it: lower-case ASCII without a port or a final dot. Other scripts are written in
 * Punycode (`xn--mnchen-3ya.de`), so that nobody takes one letter for another.
 */
export function isDomain(text: string): boolean {
  return text.length <= CHARS && DOMAIN.test(text);
}

/** Whether the id of an app lies below one of these domains: `com.example.notes` below `example.com`. */
export function idMatchesDomain(app: AppId, domains: readonly string[]): boolean {
  return domains.some((domain) => app.startsWith(`${domain.split(".").toReversed().join(".")}.`));
}
