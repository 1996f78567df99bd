import { APIError } from "better-auth/api";
import { Hono } from "hono";

import { mails } from "../mails.ts";
import { limit, type Parts, sessionOf } from "../parts.ts";
import { passwordLength, passwordProblem } from "../password-rules.ts";
import { accountProblem } from "../problems.ts";
import { email, invalid, readBody, secret } from "../read-body.ts";

/** The same whether or not the address has an account. */
const SENT = { detail: "If the address has an account, a mail is on its way." };

/** `/auth/verify-email`, `/auth/password`, `/auth/password/forgot|reset`: what goes through somebody's mail. */
export function emailRoutes(parts: Parts): Hono {
  const { auth, csrf, ports } = parts;
  const routes = new Hono();

  routes.get("/auth/verify-email", async (context) => {
    limit(parts, context, "anonymousReads");
    await linked(auth.api.verifyEmail({ query: { token: context.req.query("token") ?? "" } }));
    return context.json({ detail: "The address is confirmed. Sign in now." });
  });

  routes.post("/auth/verify-email", async (context) => {
    csrf.checkOrigin(context.req.raw);
    limit(parts, context, "registrations");
    const body = await readBody(context.req.raw, { email });
    limit(parts, context, "mails", body.email);
    ports.background(auth.api.sendVerificationEmail({ body }));
    return context.json(SENT, 202);
  });

  routes.post("/auth/password/forgot", async (context) => {
    csrf.checkOrigin(context.req.raw);
    limit(parts, context, "registrations");
    const body = await readBody(context.req.raw, { email });
    limit(parts, context, "mails", body.email);
    // Not waited for: how long it takes tells whether there was something to do.
    ports.background(auth.api.requestPasswordReset({ body }));
    return context.json(SENT, 202);
  });

  routes.post("/auth/password/reset", async (context) => {
    csrf.checkOrigin(context.req.raw);
    limit(parts, context, "signIn");
    const body = await readBody(context.req.raw, { token: secret(200), password: secret(2 * passwordLength.most) });
    checkPassword(body.password);
    await linked(auth.api.resetPassword({ body: { token: body.token, newPassword: body.password } }));
    return context.body(null, 204);
  });

  routes.post("/auth/password", async (context) => {
    const { userId, credentialId } = await sessionOf(parts, context);
    limit(parts, context, "signInAccount", userId);
    const fields = { current_password: secret(2 * passwordLength.most), password: secret(2 * passwordLength.most) };
    const body = await readBody(context.req.raw, fields);
    checkPassword(body.password);
    const credential = await ports.database
      .selectFrom("account")
      .select(["id", "password"])
      .where("userId", "=", userId)
      .where("providerId", "=", "credential")
      .executeTakeFirst();
    if (
      !(await ports.passwords.verify(credential?.password ?? "", body.current_password)) ||
      credential === undefined
    ) {
      throw accountProblem("wrong-credentials", "current_password is not the password of the account.");
    }
    const password = await ports.passwords.hash(body.password);
    await ports.database.updateTable("account").set({ password }).where("id", "=", credential.id).execute();
    await ports.database.deleteFrom("session").where("userId", "=", userId).where("id", "!=", credentialId).execute();
    await ports.audit.append({ actor: userId, action: "password.change", subject: `account:${userId}` });
    const { email: address } = await ports.database
      .selectFrom("user")
      .select("email")
      .where("id", "=", userId)
      .executeTakeFirstOrThrow();
    ports.background(ports.mailer(mails(ports.url).passwordChanged(address)));
    return context.body(null, 204);
  });

  return routes;
}

function checkPassword(password: string): void {
  const problem = passwordProblem(password, { email: "", name: "" });
  if (problem !== null) throw invalid([{ pointer: "/password", message: problem }]);
}

/** Waits for what a link of a mail does. */
async function linked(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    throw accountProblem("invalid-link", "It has expired, was used, or is not whole. Ask for another one.");
  });
}
