import { randomBytes } from "node:crypto";
import { type Backend, findAccount } from "./backend.ts";
import { type Answer, type Call, ok, parseJson } from "./http.ts";
import type { Route } from "./router.ts";

interface Grant {
  readonly userCode: string;
  readonly expires: number;
  login: string | null;
}

export interface DeviceLoginOptions {
  /** The token of a login. */
  readonly tokenOf: (login: string) => string | undefined;
  readonly clock: () => Date;
}

const EXPIRES_SECONDS = 900;
const FORM = /^application\/x-www-form-urlencoded/;

/**
 * OAuth's device flow (RFC 8628) as on GitHub. Whoever opens the page says who they are: this forge trusts the machine it runs
 * on, and hands out no more than the tokens it was started with.
 */
export function deviceLoginRoutes({ tokenOf, clock }: DeviceLoginOptions): readonly Route[] {
  const grants = new Map<string, Grant>();
  const seconds = () => clock().getTime() / 1000;

  const begin = (_: Call, { links }: Backend): Answer => {
    const deviceCode = randomBytes(20).toString("hex");
    const letters = randomBytes(4).toString("hex").toUpperCase();
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
    grants.set(deviceCode, { userCode, expires: seconds() + EXPIRES_SECONDS, login: null });
    const verification_uri = `${links.web}/login/device`;
    return ok({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri,
      expires_in: EXPIRES_SECONDS,
      interval: 1,
    });
  };

  const exchange = (call: Call): Answer => {
    const deviceCode = field(call, "device_code");
    const grant = grants.get(deviceCode);
    if (grant === undefined) return refusal("incorrect_device_code", "The device_code provided is not valid.");
    if (grant.expires <= seconds()) return refusal("expired_token", "The device_code has expired.");
    const token = grant.login === null ? undefined : tokenOf(grant.login);
    if (token === undefined) return refusal("authorization_pending", "The authorization request is still pending.");
    grants.delete(deviceCode);
    return ok({ access_token: token, token_type: "bearer", scope: "public_repo" });
  };

  const approve = (call: Call, backend: Backend): Answer => {
    const account = findAccount(backend, field(call, "login"));
    const entered = field(call, "user_code").trim().toUpperCase();
    const grant = [...grants.values()].find(({ userCode }) => userCode === entered);
    if (account === null || grant === undefined || tokenOf(account.login) === undefined) {
      return { status: 404, body: "<p>No such code or user. Go back and try again.</p>" };
    }
    grant.login = account.login;
    return ok("<p>You are logged in. You can close this page.</p>");
  };

  return [
    { method: "POST", path: "/login/device/code", handle: begin },
    { method: "POST", path: "/login/oauth/access_token", handle: exchange },
    { method: "GET", path: "/login/device", handle: () => ok(DEVICE_PAGE) },
    { method: "POST", path: "/login/device", handle: approve },
  ];
}

/** A field of a form or a JSON body; clients send either. */
function field({ headers, bytes }: Call, name: string): string {
  const form = FORM.test(headers["content-type"] ?? "");
  const value = form ? new URLSearchParams(bytes.toString("utf8")).get(name) : parseJson(bytes)[name];
  return typeof value === "string" ? value : "";
}

const refusal = (error: string, error_description: string): Answer =>
  ok({ error, error_description, error_uri: "https://docs.github.com/developers/apps/authorizing-oauth-apps" });

const DEVICE_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Log in</title><h1>Log in on your device</h1>
<form method="post"><p><label>Code shown by your device <input name="user_code" required autocomplete="off"></label>
<p><label>Who you are <input name="login" required></label><p><button>Log in</button></form></html>`;
