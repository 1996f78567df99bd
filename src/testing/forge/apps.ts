import { createPublicKey, randomBytes, verify } from "node:crypto";
import type { Actor, Permissions } from "./access.ts";
import { requireUser } from "./access.ts";
import { ApiError, notFound } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import { asRecord } from "./fields.ts";
import { type Answer, type Call, noContent, ok } from "./http.ts";
import type { Route } from "./router.ts";

/** A GitHub App that is installed in one repository. */
export interface ForgeApp {
  readonly id: number;
  readonly slug: string;
  /** Of the account `<slug>[bot]`. */
  readonly accountId: number;
  /** PEM, RSA. */
  readonly publicKey: string;
  readonly installation: number;
  readonly repository: { readonly owner: string; readonly name: string };
  readonly permissions: Permissions;
}

const TOKEN_SECONDS = 3600;
const JWT_SECONDS = 600;
/** What a JWT may write itself: nothing. */
const NOTHING = { repository: -1, permissions: {}, ofRun: false };

export interface Apps {
  /** Who a JWT of an App, or an installation token of it, is. */
  actorOf(token: string): Actor | null;
  readonly routes: readonly Route[];
}

/** GitHub Apps: a JWT signed by the App's key gets a token for an installation, which may do what the App may, for an hour. */
export function createApps(apps: readonly ForgeApp[], clock: () => Date): Apps {
  const tokens = new Map<string, { readonly actor: Actor; readonly expires: number }>();
  const seconds = () => clock().getTime() / 1000;
  const botOf = ({ slug, accountId }: ForgeApp): Actor => ({ id: accountId, login: `${slug}[bot]`, type: "Bot" });
  const appOf = (jwt: string): ForgeApp | null => apps.find((app) => isSignedBy(jwt, app, seconds())) ?? null;

  const issue = (call: Call, { store }: Backend): Answer => {
    const app = requireApp(call, appOf);
    const { owner, name } = app.repository;
    const repository = store.state.repositories.find((each) => each.owner === owner && each.name === name);
    if (String(app.installation) !== call.params["id"] || repository === undefined) throw notFound();
    const asked = Object.entries(asRecord(call.body["permissions"])) as [string, "read" | "write"][];
    const tooMuch = asked.find(
      ([scope, level]) => app.permissions[scope] !== "write" && level !== app.permissions[scope],
    );
    if (tooMuch !== undefined) {
      throw new ApiError(422, "The permissions requested are not granted to this installation.");
    }
    const permissions = asked.length === 0 ? app.permissions : Object.fromEntries(asked);
    const token = `ghs_${randomBytes(18).toString("hex")}`;
    const expires = seconds() + TOKEN_SECONDS;
    const grant = { repository: repository.id, permissions, ofRun: false };
    tokens.set(token, { actor: { ...botOf(app), grant }, expires });
    const expires_at = new Date(expires * 1000).toISOString();
    return { status: 201, body: { token, expires_at, permissions, repository_selection: "selected" } };
  };

  const installationIn = (call: Call): Answer => {
    const { installation, id, repository, permissions } = requireApp(call, appOf);
    const { owner, repo } = call.params;
    if (repository.owner !== owner || repository.name !== repo) throw notFound();
    return ok({ id: installation, app_id: id, permissions, target_type: "Organization" });
  };

  const revoke = (call: Call): Answer => {
    const token = bearer(call);
    if (!tokens.delete(token)) throw new ApiError(401, "Bad credentials");
    return noContent;
  };

  return {
    actorOf(token) {
      const issued = tokens.get(token);
      if (issued !== undefined) return issued.expires > seconds() ? issued.actor : null;
      const app = appOf(token);
      return app === null ? null : { ...botOf(app), grant: NOTHING };
    },
    routes: [
      {
        method: "GET",
        path: "/app",
        handle: (call) => {
          const { id, slug, permissions } = requireApp(call, appOf);
          return ok({ id, slug, name: slug, permissions });
        },
      },
      { method: "GET", path: "/repos/:owner/:repo/installation", handle: installationIn },
      { method: "POST", path: "/app/installations/:id/access_tokens", handle: issue },
      { method: "DELETE", path: "/installation/token", handle: revoke },
    ],
  };
}

function requireApp(call: Call, appOf: (jwt: string) => ForgeApp | null): ForgeApp {
  requireUser(call);
  const app = appOf(bearer(call));
  if (app === null) throw new ApiError(401, "A JSON web token could not be decoded");
  return app;
}

function bearer({ headers }: Call): string {
  return /^(?:bearer|token) +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
}

function isSignedBy(jwt: string, { id, publicKey }: ForgeApp, now: number): boolean {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  if (signature === "") return false;
  const [header, claims] = [head, body].map(decode);
  if (header?.["alg"] !== "RS256" || String(claims?.["iss"]) !== String(id)) return false;
  const [issued, expires] = [Number(claims?.["iat"]), Number(claims?.["exp"])];
  // GitHub takes none that lives longer than ten minutes.
  if (!(expires > now && issued <= now + 60 && expires - issued <= JWT_SECONDS + 60)) return false;
  const key = createPublicKey(publicKey);
  return verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}
