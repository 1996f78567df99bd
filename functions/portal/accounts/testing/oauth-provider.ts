import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { OAuthApp } from "../ports.ts";

/** Somebody at the provider. */
export interface ProviderUser {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly isVerified: boolean;
}

export interface OAuthDouble {
  readonly app: OAuthApp;
  /** Whoever is signed in at the provider, and agrees to everything. */
  user: ProviderUser;
  /** What its token endpoint was asked, and what it said. */
  readonly exchanges: { readonly form: URLSearchParams; readonly status: number }[];
  /** Goes to the address that the portal sent the browser to, and comes back with where the provider sends it: a path of the portal. */
  visit(authorizeUrl: string): Promise<string>;
  close(): void;
}

interface Grant {
  readonly challenge: string | null;
  readonly redirectUri: string;
  readonly user: ProviderUser;
}

const CLIENT = { clientId: "portal", clientSecret: "provider-secret" } as const;

/** A double of GitHub and Google: authorisation codes with PKCE (RFC 7636, S256 only), each good once, and what both tell of a user. */
export async function oauthDouble(first: ProviderUser): Promise<OAuthDouble> {
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, ProviderUser>();
  const exchanges: OAuthDouble["exchanges"] = [];

  const authorize = (query: URLSearchParams, response: ServerResponse): void => {
    const code = randomBytes(12).toString("hex");
    const redirectUri = query.get("redirect_uri") ?? "";
    if (query.get("client_id") !== CLIENT.clientId || query.get("code_challenge_method") !== "S256") {
      return answer(response, 400, { error: "invalid_request" });
    }
    grants.set(code, { challenge: query.get("code_challenge"), redirectUri, user: double.user });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  };

  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(request));
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isRight =
      grant !== undefined &&
      form.get("client_secret") === CLIENT.clientSecret &&
      form.get("redirect_uri") === grant.redirectUri &&
      challenge === grant.challenge;
    exchanges.push({ form, status: isRight ? 200 : 400 });
    if (!isRight) return answer(response, 400, { error: "invalid_grant" });
    const token = randomBytes(12).toString("hex");
    tokens.set(token, grant.user);
    answer(response, 200, { access_token: token, token_type: "bearer", refresh_token: `refresh-${token}` });
  };

  const describe = (path: string, user: ProviderUser, response: ServerResponse): void => {
    const { id, name, email, isVerified } = user;
    const pages: Readonly<Record<string, unknown>> = {
      "/user": { id, login: name, name, email },
      "/user/emails": [{ email, primary: true, verified: isVerified }],
      "/v1/userinfo": { sub: String(id), name, email, email_verified: isVerified },
    };
    answer(response, path in pages ? 200 : 404, pages[path] ?? {});
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://provider");
    if (["/login/oauth/authorize", "/o/oauth2/v2/auth"].includes(pathname)) return authorize(searchParams, response);
    if (["/login/oauth/access_token", "/token"].includes(pathname)) return void exchange(request, response);
    const user = tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    if (user === undefined) return answer(response, 401, {});
    describe(pathname, user, response);
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const double: OAuthDouble = {
    app: { ...CLIENT, site: at, api: at },
    user: first,
    exchanges,
    async visit(authorizeUrl) {
      const answered = await fetch(authorizeUrl, { redirect: "manual" });
      const back = new URL(answered.headers.get("location") ?? "about:blank");
      return back.pathname + back.search;
    },
    close: () => void server.close(),
  };
  return double;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
