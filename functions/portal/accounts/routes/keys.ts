import { Hono } from "hono";

import { keyLimits } from "../api-keys.ts";
import { scopes } from "../identity.ts";
import { identityOf, type Parts } from "../parts.ts";
import { accountProblem } from "../problems.ts";
import { integer, readBody, someOf, text } from "../read-body.ts";

/** `GET|POST /keys`, `DELETE /keys/:id`: a key is shown once, when it is made. */
export function keyRoutes(parts: Parts): Hono {
  const { apiKeys, ports } = parts;
  const routes = new Hono();

  routes.get("/keys", async (context) => {
    const { userId } = await identityOf(parts, context, "account");
    return context.json({ keys: await apiKeys.list(userId) });
  });

  routes.post("/keys", async (context) => {
    const identity = await identityOf(parts, context, "account");
    const { daysLeast, daysMost, daysUsual, perAccount } = keyLimits;
    const wanted = await readBody(context.req.raw, {
      name: text(100),
      scopes: someOf(scopes),
      days: integer(daysLeast, daysMost, daysUsual),
    });
    const beyond = wanted.scopes.find((scope) => !identity.scopes.has(scope));
    if (beyond !== undefined) {
      throw accountProblem("insufficient-scope", `A key gives no more than it has: "${beyond}" is beyond this one.`);
    }
    if ((await apiKeys.list(identity.userId)).length >= perAccount) {
      throw accountProblem("too-many", `An account has at most ${perAccount} keys. Revoke one with DELETE /keys/:id.`);
    }
    const made = await apiKeys.create(identity.userId, wanted);
    const detail = { scopes: made.scopes, expires_at: made.expires_at };
    await ports.audit.append({ actor: identity.userId, action: "key.create", subject: `key:${made.id}`, detail });
    return context.json(made, 201, { location: `/keys/${made.id}` });
  });

  routes.delete("/keys/:id", async (context) => {
    const { userId } = await identityOf(parts, context, "account");
    const id = context.req.param("id");
    if (!(await apiKeys.revoke(userId, id))) {
      throw accountProblem("not-found", "Your account has no such key. GET /keys lists those it has.");
    }
    await ports.audit.append({ actor: userId, action: "key.revoke", subject: `key:${id}` });
    return context.body(null, 204);
  });

  return routes;
}
