import { Hono } from "hono";

import { endedSession } from "../better.ts";
import { exportAccount } from "../export-account.ts";
import { identityOf, limit, type Parts, sessionOf } from "../parts.ts";
import { passwordLength } from "../password-rules.ts";
import { accountProblem } from "../problems.ts";
import { optional, readBody, secret } from "../read-body.ts";

/** How fresh a sign-in is that stands for a password where an account has none. */
const FRESH_MS = 900_000;
/** Entries of the log that are shown. */
const AUDIT_ENTRIES = 200;

/** `/account/...`: what is stored of an account, who is signed in with it, what it did, and its end. */
export function accountRoutes(parts: Parts): Hono {
  const { ports } = parts;
  const { database, audit } = ports;
  const routes = new Hono();

  routes.get("/account/sessions", async (context) => {
    const { userId, kind, credentialId } = await identityOf(parts, context, "account");
    const rows = await database
      .selectFrom("session")
      .select(["id", "createdAt", "expiresAt", "userAgent"])
      .where("userId", "=", userId)
      .orderBy("createdAt", "desc")
      .execute();
    const sessions = rows.map(({ id, createdAt, expiresAt, userAgent }) => ({
      id,
      created_at: createdAt,
      expires_at: expiresAt,
      browser: userAgent,
      is_this: kind !== "api-key" && id === credentialId,
    }));
    return context.json({ sessions });
  });

  routes.delete("/account/sessions/:id", async (context) => {
    const { userId } = await identityOf(parts, context, "account");
    const id = context.req.param("id");
    const { numDeletedRows } = await database
      .deleteFrom("session")
      .where("id", "=", id)
      .where("userId", "=", userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw accountProblem("not-found", "Your account has no such session.");
    await audit.append({ actor: userId, action: "session.end", subject: `session:${id}` });
    return context.body(null, 204);
  });

  routes.get("/account/audit", async (context) => {
    const { userId } = await identityOf(parts, context, "account");
    const entries = await audit.of(userId, AUDIT_ENTRIES);
    return context.json({ entries: entries.map(({ actor: _actor, ...entry }) => entry) });
  });

  routes.get("/account/export", async (context) => {
    const { userId } = await sessionOf(parts, context);
    limit(parts, context, "exports", userId);
    context.header("content-disposition", 'attachment; filename="mosis-account.json"');
    return context.json(await exportAccount(ports, userId));
  });

  routes.delete("/account", async (context) => {
    const { userId, credentialId } = await sessionOf(parts, context);
    limit(parts, context, "signInAccount", userId);
    const { password = "" } = await readBody(context.req.raw, { password: optional(secret(2 * passwordLength.most)) });
    await confirm(userId, credentialId, password);
    const { email } = await database
      .selectFrom("user")
      .select("email")
      .where("id", "=", userId)
      .executeTakeFirstOrThrow();
    await ports.data?.delete(userId);
    await database.deleteFrom("invitation").where("email", "=", email).execute();
    await database.deleteFrom("verification").where("value", "=", userId).execute();
    // What else is stored goes with it.
    await database.deleteFrom("user").where("id", "=", userId).execute();
    await audit.append({ actor: userId, action: "account.delete", subject: `account:${userId}` });
    context.header("set-cookie", endedSession);
    return context.body(null, 204);
  });

  async function confirm(userId: string, sessionId: string, password: string): Promise<void> {
    const credential = await database
      .selectFrom("account")
      .select("password")
      .where("userId", "=", userId)
      .where("providerId", "=", "credential")
      .executeTakeFirst();
    if (credential !== undefined) {
      if (await ports.passwords.verify(credential.password ?? "", password)) return;
      throw accountProblem("sign-in-again", "password is the password of the account.");
    }
    const { createdAt } = await database
      .selectFrom("session")
      .select("createdAt")
      .where("id", "=", sessionId)
      .executeTakeFirstOrThrow();
    if (ports.now() - Date.parse(createdAt) <= FRESH_MS) return;
    throw accountProblem("sign-in-again", "Sign out and in again, then repeat it within 15 minutes.");
  }

  return routes;
}
