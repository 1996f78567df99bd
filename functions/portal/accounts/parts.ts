import type { Context } from "hono";

import type { ApiKeys } from "./api-keys.ts";
import type { Authenticate } from "./authenticate.ts";
import type { Auth } from "./better.ts";
import type { Csrf } from "./csrf.ts";
import type { Identity, Scope } from "./identity.ts";
import type { Memberships } from "./memberships.ts";
import type { AccountPorts } from "./ports.ts";
import { requireScope, requireSession } from "./authenticate.ts";
import { limits } from "../../shared/limits.ts";
import { addressPrefix, enforceRate } from "../../shared/rate-limit.ts";

/** What the routes of accounts are made of. */
export interface Parts {
  readonly ports: AccountPorts;
  readonly auth: Auth;
  readonly apiKeys: ApiKeys;
  readonly csrf: Csrf;
  readonly memberships: Memberships;
  readonly authenticate: Authenticate;
}

/** Who sent the request, which is counted. Throws what {@link requireScope} and {@link limit} do. */
export async function identityOf(parts: Parts, context: Context, scope: Scope): Promise<Identity> {
  return counted(parts, context, requireScope(await parts.authenticate(context.req.raw), scope));
}

/** Who is signed in, which is counted. Throws what {@link requireSession} and {@link limit} do. */
export async function sessionOf(parts: Parts, context: Context): Promise<Identity> {
  return counted(parts, context, requireSession(await parts.authenticate(context.req.raw)));
}

function counted(parts: Parts, context: Context, identity: Identity): Identity {
  limit(parts, context, context.req.method === "GET" ? "reads" : "writes", identity.credentialId);
  // It is about one person, and no business of caches.
  context.header("cache-control", "no-store");
  return identity;
}

/**
 * Takes one request of those that the rule grants, and says so in the answer.
 *
 * @param key what is counted by; the address of who sent it when left out
 * @throws ProblemError 429 `too-many-requests`
 */
export function limit(
  { ports }: Parts,
  context: Context,
  name: keyof typeof limits.rates,
  key = addressPrefix(ports.addressOf(context)),
): void {
  for (const [field, value] of Object.entries(enforceRate(ports.limiter, name, limits.rates[name], key))) {
    context.header(field, value);
  }
}
