import { Hono } from "hono";

import { createApiKeys } from "./api-keys.ts";
import { type Authenticate, createAuthenticate } from "./authenticate.ts";
import { createAuth } from "./better.ts";
import { createCsrf } from "./csrf.ts";
import type { Role } from "./identity.ts";
import { createMemberships } from "./memberships.ts";
import type { Parts } from "./parts.ts";
import type { AccountPorts } from "./ports.ts";
import { accountPages } from "./pages/account-pages.ts";
import { accountRoutes } from "./routes/account.ts";
import { deviceRoutes } from "./routes/device.ts";
import { emailRoutes } from "./routes/email.ts";
import { invitationRoutes } from "./routes/invitations.ts";
import { keyRoutes } from "./routes/keys.ts";
import { memberRoutes } from "./routes/members.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { tokenRoutes } from "./routes/tokens.ts";

const allRoutes = [
  signInRoutes,
  emailRoutes,
  oauthRoutes,
  deviceRoutes,
  tokenRoutes,
  keyRoutes,
  accountRoutes,
  memberRoutes,
  invitationRoutes,
];

export interface Accounts {
  /** Handlers throw `ProblemError`; whoever mounts them answers with it. */
  readonly routes: Hono;
  /** The few pages that mails and programs lead people to; forms over the routes. */
  readonly pages: Hono;
  readonly authenticate: Authenticate;
  /** What an account is to a developer; null if it is nothing. */
  readonly roleOf: (userId: string, developerId: string) => Promise<Role | null>;
  /** Ids of the developers of which an account is a member. */
  readonly developersOf: (userId: string) => Promise<readonly string[]>;
}

/** Accounts, sessions, API keys, memberships: who may do what in the portal. Never who signs an app, which takes a developer's key. */
export function accounts(ports: AccountPorts): Accounts {
  const auth = createAuth(ports);
  const apiKeys = createApiKeys(ports);
  const csrf = createCsrf(ports.url, ports.secret);
  const memberships = createMemberships(ports);
  const authenticate = createAuthenticate(ports, auth, apiKeys, csrf);
  const parts: Parts = { ports, auth, apiKeys, csrf, memberships, authenticate };
  const routes = new Hono();
  for (const part of allRoutes) routes.route("/", part(parts));
  return {
    routes,
    pages: accountPages(routes, ports),
    authenticate,
    roleOf: memberships.roleOf,
    developersOf: async (userId) => (await memberships.ofUser(userId)).map(({ developer }) => developer),
  };
}
