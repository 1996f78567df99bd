import { type Context, Hono } from "hono";

import { keyLimits } from "../api-keys.ts";
import { createDeviceLogins, deviceClients, deviceTimes, type Redeemed } from "../device-logins.ts";
import { parseScopes, scopes as allScopes, type Scope } from "../identity.ts";
import { limit, type Parts, sessionOf } from "../parts.ts";
import { accountProblem } from "../problems.ts";
import { oneOf, readBody, text } from "../read-body.ts";
import { readForm } from "../read-form.ts";
import { problemResponse } from "../../../shared/problem.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** What a program gets that asks for nothing in particular: not the account itself. */
const USUAL_SCOPES = allScopes.filter((scope) => scope !== "account");

/**
 * `/auth/device/code`, `/auth/device/token` and `/auth/device`: device authorisation (RFC 8628). The token that a program gets is an API key,
 * which its owner sees and revokes like any other.
 */
export function deviceRoutes(parts: Parts): Hono {
  const { apiKeys, ports } = parts;
  const logins = createDeviceLogins(ports);
  const routes = new Hono();

  routes.post("/auth/device/code", async (context) => {
    limit(parts, context, "deviceLogins");
    const { client_id: client = "", scope = USUAL_SCOPES.join(" ") } = await readForm(context.req.raw);
    if (!deviceClients.has(client)) return refused("invalid_client");
    const wanted = parseScopes(scope);
    if (wanted === null || wanted.size === 0) return refused("invalid_scope");
    const { deviceCode, userCode } = await logins.begin(client, [...wanted]);
    const page = `${ports.url}/device`;
    context.header("cache-control", "no-store");
    return context.json({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: deviceTimes.lifetimeSeconds,
      interval: deviceTimes.intervalSeconds,
    });
  });

  routes.post("/auth/device/token", async (context) => {
    limit(parts, context, "anonymousReads");
    const { grant_type: grant, device_code: code = "", client_id: client = "" } = await readForm(context.req.raw);
    if (grant !== GRANT) return refused("unsupported_grant_type");
    const redeemed = await logins.redeem(code, client);
    if (!redeemed.ok) return refused(redeemed.error);
    return given(context, redeemed);
  });

  async function given(context: Context, { client, scopes, userId }: Redeemed & { ok: true }): Promise<Response> {
    const name = deviceClients.get(client) ?? client;
    const { id, key } = await apiKeys.create(userId, { name, scopes: [...scopes], days: keyLimits.daysUsual });
    const detail = { scopes: [...scopes], client };
    await ports.audit.append({ actor: userId, action: "key.create", subject: `key:${id}`, detail });
    context.header("cache-control", "no-store");
    const expires_in = keyLimits.daysUsual * 86_400;
    return context.json({ access_token: key, token_type: "Bearer", expires_in, scope: [...scopes].join(" ") });
  }

  routes.get("/auth/device", async (context) => {
    const { userId } = await sessionOf(parts, context);
    limit(parts, context, "userCodes", userId);
    const found = await logins.waiting(context.req.query("user_code") ?? "");
    if (found === null) throw unknownCode();
    const { client, scopes, expires_at } = found;
    return context.json({
      client: deviceClients.get(client) ?? client,
      scopes: [...scopes] satisfies Scope[],
      expires_at,
    });
  });

  routes.post("/auth/device", async (context) => {
    const { userId } = await sessionOf(parts, context);
    limit(parts, context, "userCodes", userId);
    const fields = { user_code: text(20), decision: oneOf(["approve", "deny"]) };
    const { user_code, decision } = await readBody(context.req.raw, fields);
    const isKnown = await logins.answer(user_code, userId, decision === "approve" ? "approved" : "denied");
    if (!isKnown) throw unknownCode();
    await ports.audit.append({ actor: userId, action: `device.${decision}`, subject: `account:${userId}` });
    return context.body(null, 204);
  });

  return routes;
}

function unknownCode(): Error {
  return accountProblem(
    "not-found",
    "No program waits under this code. It lives 15 minutes: begin again in the program.",
  );
}

const refusals = {
  invalid_client: "The portal knows no such program.",
  invalid_scope: `scope is a list of some of ${allScopes.join(", ")}, with spaces between.`,
  unsupported_grant_type: `grant_type is ${GRANT} here.`,
  authorization_pending: "Nobody has typed in the code yet.",
  slow_down: `Ask every ${deviceTimes.intervalSeconds} seconds, and 5 more from now on.`,
  access_denied: "Whoever saw the code refused it.",
  expired_token: "The code has expired, was used, or never was one. Begin again.",
} as const;

/** An error of OAuth (RFC 6749 section 5.2), which is a problem document as well. */
async function refused(error: keyof typeof refusals): Promise<Response> {
  const detail = refusals[error];
  const plain = problemResponse(accountProblem("device-login", detail).problem);
  const body = { ...((await plain.json()) as object), error, error_description: detail };
  return new Response(JSON.stringify(body), { status: 400, headers: plain.headers });
}
