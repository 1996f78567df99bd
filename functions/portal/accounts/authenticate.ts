import { KEY_PREFIX, type ApiKeys } from "./api-keys.ts";
import { type Auth, SESSION_COOKIE } from "./better.ts";
import type { Csrf } from "./csrf.ts";
import { parseScopes, scopes, type Identity, type Scope } from "./identity.ts";
import type { AccountPorts } from "./ports.ts";
import { accountProblem } from "./problems.ts";

/**
 * Who sent a request: by `Authorization: Bearer` with an API key or an access token, else by the cookie of a session. Null where there is
 * neither, or where the session has ended.
 *
 * @throws ProblemError `unauthenticated` if a key or token is not valid, `cross-site` if another site may have sent it with the cookie
 */
export type Authenticate = (request: Request) => Promise<Identity | null>;

export function createAuthenticate(
  { database, now }: Pick<AccountPorts, "database" | "now">,
  auth: Auth,
  apiKeys: ApiKeys,
  csrf: Csrf,
): Authenticate {
  return async (request) => {
    const header = request.headers.get("authorization");
    if (header !== null) {
      const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1];
      const identity =
        token === undefined ? null : await (token.startsWith(KEY_PREFIX) ? byKey(token) : byToken(token));
      if (identity !== null) return identity;
      throw accountProblem(
        "unauthenticated",
        "The key or token is unknown, revoked or expired. Send Authorization: Bearer with one that is valid; `mosis login --portal` gets one.",
        { "www-authenticate": 'Bearer realm="mosis", error="invalid_token"' },
      );
    }
    if (!request.headers.get("cookie")?.includes(`${SESSION_COOKIE}=`)) return null;
    const found = await auth.api.getSession({ headers: request.headers });
    if (found === null) return null;
    await csrf.checkSession(request, found.session.id);
    return identityOf("session", found.user.id, found.session.id, new Set(scopes));
  };

  async function byKey(key: string): Promise<Identity | null> {
    const found = await apiKeys.check(key);
    return found === null ? null : identityOf("api-key", found.userId, found.id, found.scopes);
  }

  /** A token lives no longer than the session that it came from. */
  async function byToken(token: string): Promise<Identity | null> {
    const { payload } = await auth.api.verifyJWT({ body: { token } });
    const { sub, sid, scope }: Readonly<Record<string, unknown>> = payload ?? {};
    if (typeof sub !== "string" || typeof sid !== "string" || typeof scope !== "string") return null;
    const session = await database
      .selectFrom("session")
      .select("expiresAt")
      .where("id", "=", sid)
      .where("userId", "=", sub)
      .executeTakeFirst();
    const allowed = parseScopes(scope);
    if (session === undefined || Date.parse(session.expiresAt) <= now() || allowed === null) return null;
    return identityOf("jwt", sub, sid, allowed);
  }
}

function identityOf(
  kind: Identity["kind"],
  userId: string,
  credentialId: string,
  allowed: ReadonlySet<Scope>,
): Identity {
  return { userId, kind, credentialId, scopes: allowed };
}

/** @throws ProblemError `unauthenticated` */
export function requireIdentity(identity: Identity | null): Identity {
  if (identity !== null) return identity;
  throw accountProblem("unauthenticated", "Sign in, or send `Authorization: Bearer` with an API key that is valid.", {
    "www-authenticate": 'Bearer realm="mosis"',
  });
}

/** @throws ProblemError `unauthenticated`, or `insufficient-scope` */
export function requireScope(identity: Identity | null, scope: Scope): Identity {
  const someone = requireIdentity(identity);
  if (someone.scopes.has(scope)) return someone;
  throw accountProblem(
    "insufficient-scope",
    `This needs the scope \`${scope}\`, which the key or token does not have.`,
    { "www-authenticate": `Bearer realm="mosis", error="insufficient_scope", scope="${scope}"` },
  );
}

/** For what a stolen key must not do. Throws `unauthenticated` or `session-required`. */
export function requireSession(identity: Identity | null): Identity {
  const someone = requireScope(identity, "account");
  if (someone.kind === "session") return someone;
  throw accountProblem("session-required", "Sign in to the portal for it: keys and tokens may not do that.");
}
