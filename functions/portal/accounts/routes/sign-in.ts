import { APIError } from "better-auth/api";
import { type Context, Hono } from "hono";

import { requireIdentity } from "../authenticate.ts";
import { endedSession } from "../better.ts";
import { type Identity, scopes } from "../identity.ts";
import { passwordLength, passwordProblem } from "../password-rules.ts";
import { limit, type Parts } from "../parts.ts";
import { accountProblem } from "../problems.ts";
import { email, invalid, readBody, secret, text } from "../read-body.ts";

/** Answers that are the same whether or not an address has an account. */
const CHECK_YOUR_MAIL = { detail: "Look into your mail: it says how to go on." };

/** `POST /auth/register|login|logout`, `GET /auth/me`. Who signs out with a key revokes it. */
export function signInRoutes(parts: Parts): Hono {
  const { apiKeys, auth, csrf, ports, memberships } = parts;
  const routes = new Hono();

  routes.post("/auth/register", async (context) => {
    csrf.checkOrigin(context.req.raw);
    limit(parts, context, "registrations");
    const body = await readBody(context.req.raw, { name: text(100), email, password: secret(2 * passwordLength.most) });
    const problem = passwordProblem(body.password, body);
    if (problem !== null) throw invalid([{ pointer: "/password", message: problem }]);
    limit(parts, context, "mails", body.email);
    // Not waited for: how long it takes tells whether the address has an account.
    ports.background(auth.api.signUpEmail({ body }));
    return context.json(CHECK_YOUR_MAIL, 202);
  });

  routes.post("/auth/login", async (context) => {
    csrf.checkOrigin(context.req.raw);
    limit(parts, context, "signIn");
    const body = await readBody(context.req.raw, { email, password: secret(2 * passwordLength.most) });
    limit(parts, context, "signInAccount", body.email);
    const { headers, response } = await auth.api
      .signInEmail({ body, headers: userAgentOf(context.req.raw), returnHeaders: true })
      .catch((error: unknown) => {
        throw signInProblem(error);
      });
    for (const cookie of headers.getSetCookie()) context.header("set-cookie", cookie, { append: true });
    const session = await ports.database
      .selectFrom("session")
      .select("id")
      .where("token", "=", response.token)
      .executeTakeFirstOrThrow();
    return context.json({ account: accountOf(response.user), csrf_token: await csrf.tokenOf(session.id) });
  });

  routes.post("/auth/logout", async (context) => {
    const { userId, kind, credentialId } = await someone(parts, context);
    if (kind === "api-key") {
      await apiKeys.revoke(userId, credentialId);
      await ports.audit.append({ actor: userId, action: "key.revoke", subject: `key:${credentialId}` });
      return context.body(null, 204);
    }
    await ports.database.deleteFrom("session").where("id", "=", credentialId).execute();
    context.header("set-cookie", endedSession);
    await ports.audit.append({ actor: userId, action: "session.end", subject: `session:${credentialId}` });
    return context.body(null, 204);
  });

  routes.get("/auth/me", async (context) => {
    const identity = await someone(parts, context);
    limit(parts, context, "reads", identity.credentialId);
    const user = await ports.database
      .selectFrom("user")
      .select(["id", "name", "email", "createdAt"])
      .where("id", "=", identity.userId)
      .executeTakeFirstOrThrow();
    context.header("cache-control", "no-store");
    return context.json({
      account: accountOf(user),
      kind: identity.kind,
      scopes: scopes.filter((scope) => identity.scopes.has(scope)),
      developers: await memberships.ofUser(identity.userId),
      ...(identity.kind === "session" ? { csrf_token: await csrf.tokenOf(identity.credentialId) } : {}),
    });
  });

  return routes;
}

/** Whoever it is, with whatever scopes. */
async function someone(parts: Parts, context: Context): Promise<Identity> {
  return requireIdentity(await parts.authenticate(context.req.raw));
}

/** What a session remembers of the browser; nothing else of the request concerns it, least of all an older cookie. */
function userAgentOf(request: Request): Headers {
  return new Headers({ "user-agent": request.headers.get("user-agent")?.slice(0, 200) ?? "" });
}

function accountOf({
  id,
  name,
  email: address,
  createdAt,
}: {
  id: string;
  name: string;
  email: string;
  createdAt: Date | string;
}): object {
  return { id, name, email: address, created_at: new Date(createdAt).toISOString() };
}

function signInProblem(error: unknown): unknown {
  if (!(error instanceof APIError)) return error;
  if (error.body?.code === "EMAIL_NOT_VERIFIED") {
    return accountProblem(
      "email-not-verified",
      "Open the link in the mail that was sent to you, or ask for another one with POST /auth/verify-email.",
    );
  }
  if (error.statusCode >= 500) return error;
  return accountProblem(
    "wrong-credentials",
    "No account has this address and password. Who has forgotten it gets a link for a new one at /forgot-password.",
  );
}
