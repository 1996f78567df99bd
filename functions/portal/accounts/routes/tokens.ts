import { Hono } from "hono";

import { lifetimes } from "../better.ts";
import { scopes } from "../identity.ts";
import { limit, type Parts, sessionOf } from "../parts.ts";
import { optional, readBody, someOf } from "../read-body.ts";

/** Others may keep the keys this long, and ask again when they meet one that they do not know. */
const JWKS_SECONDS = 300;

/** `POST /auth/token` and `GET /.well-known/jwks.json`: short access tokens (JWT) that other services can check by themselves. */
export function tokenRoutes(parts: Parts): Hono {
  const { auth } = parts;
  const routes = new Hono();

  routes.post("/auth/token", async (context) => {
    const { userId, credentialId } = await sessionOf(parts, context);
    limit(parts, context, "tokens", credentialId);
    const { scopes: wanted = scopes } = await readBody(context.req.raw, { scopes: optional(someOf(scopes)) });
    const scope = wanted.join(" ");
    const payload = { sub: userId, sid: credentialId, scope, iat: Math.floor(parts.ports.now() / 1000) };
    const { token } = await auth.api.signJWT({ body: { payload } });
    const expires_in = lifetimes.accessTokenSeconds;
    return context.json({ access_token: token, token_type: "Bearer", expires_in, scope });
  });

  routes.get("/.well-known/jwks.json", async (context) => {
    context.header("cache-control", `public, max-age=${JWKS_SECONDS}`);
    return context.json(await auth.api.getJwks());
  });

  return routes;
}
