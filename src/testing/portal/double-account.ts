import { randomUUID } from "node:crypto";

import { PORTAL_ACCOUNT, PORTAL_KEY, type DoubleState, problem, type Reply } from "./double-reply.ts";

/** Seconds between two questions: those of a test have no time. */
const INTERVAL = 0.01;

/** Who somebody is, how they sign in, and whom they work for. */
export function doubleAccount(state: Pick<DoubleState, "decision" | "developers">, url: string) {
  let hasWaited = false;
  return { device, me, member };

  function device(pathname: string, form: Record<string, string>): Reply {
    if (form["client_id"] !== "mosis-cli") return { status: 400, body: { error: "invalid_client" } };
    if (pathname === "/auth/device/code") {
      const codes = { device_code: randomUUID(), user_code: "BCDF-GHJK", verification_uri: `${url}/device` };
      return { status: 200, body: { ...codes, expires_in: 900, interval: INTERVAL } };
    }
    if (!hasWaited) {
      hasWaited = true;
      return { status: 400, body: { error: "authorization_pending" } };
    }
    if (state.decision === "approve") return { status: 200, body: { access_token: PORTAL_KEY, token_type: "Bearer" } };
    return { status: 400, body: { error: state.decision === "deny" ? "access_denied" : "expired_token" } };
  }

  function me(): Reply {
    const account = { id: "u1", name: "Dana", email: PORTAL_ACCOUNT, created_at: "2026-11-01T12:00:00.000Z" };
    const developers = [...state.developers].map((developer) => ({ developer, role: "owner" }));
    return { status: 200, body: { account, kind: "api-key", scopes: ["apps:read", "apps:write"], developers } };
  }

  function member(developer: string, what: string, sent: unknown): Reply {
    const type = { _type: "mosis-portal-membership", spec_version: "1.0.0" };
    const about = { portal: url, developer, account: "u1", nonce: "n", expires: "2026-11-01T12:15:00.000Z" };
    if (what === "challenges") return { status: 201, body: { challenge: { ...type, ...about } } };
    const { signatures } = sent as { readonly signatures: readonly object[] };
    if (signatures.length !== 1) return problem(422, "invalid-proof");
    state.developers.add(developer);
    return { status: 201, body: { developer, user_id: "u1", role: "owner" } };
  }
}
