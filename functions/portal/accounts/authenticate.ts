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
 * @throws ProblemError `invalid-token` if a key or token is not valid, `csrf-token` if another site may have sent it with the cookie
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
        "invalid-token",
        "The key or token is unknown, revoked or expired. Send Authorization: Bearer with one that is valid; `mosis login --portal` gets one.",
        { "www-authenticate": 'Bearer error="invalid_token"' },
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

/** @throws ProblemError `not-signed-in`, or `insufficient-scope` */
export function requireScope(identity: Identity | null, scope: Scope): Identity {
  if (identity === null) {
    throw accountProblem("not-signed-in", "Sign in, or send Authorization: Bearer with an API key.", {
      "www-authenticate": "Bearer",
    });
  }
  if (identity.scopes.has(scope)) return identity;
  throw accountProblem("insufficient-scope", `The key or token needs the scope "${scope}". Make one that has it.`, {
    "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"`,
  });
}

/** For what a stolen key must not do. Throws `not-signed-in` or `session-needed`. */
export function requireSession(identity: Identity | null): Identity {
  const someone = requireScope(identity, "account");
  if (someone.kind === "session") return someone;
  throw accountProblem("session-needed", "Sign in to the portal for it: keys and tokens may not do that.");
}
