import { betterAuth, BetterAuthError, type BetterAuthOptions } from "better-auth";
import { APIError } from "better-auth/api";
import { genericOAuth, jwt } from "better-auth/plugins";

import { mails } from "./mails.ts";
import { oauthConfigs } from "./oauth-apps.ts";
import { passwordLength } from "./password-rules.ts";
import type { AccountPorts } from "./ports.ts";

/** Where better-auth's own paths begin; only the return from a provider is reachable from outside. */
export const AUTH_PATH = "/auth";
export const SESSION_COOKIE = "__Host-mosis.session";
const STATE_COOKIE = "__Host-mosis.state";

const DAY_SECONDS = 86_400;
export const lifetimes = {
  /** Not prolonged by use: after it everybody signs in again. */
  sessionSeconds: 14 * DAY_SECONDS,
  accessTokenSeconds: 900,
  /** Of links in mails. */
  linkSeconds: 3_600,
  /** A key of tokens signs this long, and verifies until what it signed has expired. */
  signingKeySeconds: 90 * DAY_SECONDS,
} as const;

export type Auth = ReturnType<typeof createAuth>;

/** What knows people, passwords, sessions, providers and tokens. */
export function createAuth(ports: AccountPorts) {
  return betterAuth(authOptions(ports));
}

export function authOptions(ports: AccountPorts) {
  const mail = mails(ports.url);
  const log = (actor: string, action: string, subject: string): Promise<void> =>
    ports.audit.append({ actor, action, subject });
  return {
    appName: "Mosis",
    baseURL: `${ports.url}${AUTH_PATH}`,
    basePath: AUTH_PATH,
    secret: ports.secret,
    trustedOrigins: [ports.url],
    database: { db: ports.database, type: "sqlite" },
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, _message, ...details) => report(ports, details) },
    // Ours counts by address and by account, before any of this runs.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: 2 * passwordLength.most,
      password: {
        hash: ports.passwords.hash,
        verify: ({ hash, password }) => ports.passwords.verify(hash, password),
      },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: lifetimes.linkSeconds,
      sendResetPassword: ({ user, token }) => ports.mailer(mail.reset(user.email, token)),
      // The link was in the mailbox.
      onPasswordReset: async ({ user: { id } }) => {
        await ports.database.updateTable("user").set({ emailVerified: 1 }).where("id", "=", id).execute();
        await log(id, "password.reset", `account:${id}`);
      },
      onExistingUserSignUp: ({ user }) => ports.mailer(mail.alreadyRegistered(user.email)),
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: lifetimes.linkSeconds,
      sendVerificationEmail: ({ user, token }) => ports.mailer(mail.verify(user.email, token)),
    },
    session: { expiresIn: lifetimes.sessionSeconds, disableSessionRefresh: true, cookieCache: { enabled: false } },
    account: {
      // A provider's address may be somebody's who has had it before: another way to sign in is added by who is signed in.
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: true },
      updateAccountOnSignIn: false,
    },
    verification: { storeIdentifier: "hashed" },
    databaseHooks: {
      user: { create: { after: ({ id }) => log(id, "account.create", `account:${id}`) } },
      session: { create: { after: ({ id, userId }) => log(userId, "session.create", `session:${id}`) } },
      account: {
        create: {
          before: async (account) => ({ data: withoutTokens(account) }),
          after: ({ userId, providerId }) => log(userId, "login.add", `login:${providerId}`),
        },
      },
    },
    advanced: {
      // Left out, they are off whenever NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      cookies: {
        session_token: { name: SESSION_COOKIE, attributes: COOKIE },
        state: { name: STATE_COOKIE, attributes: COOKIE },
      },
      defaultCookieAttributes: COOKIE,
      backgroundTasks: { handler: ports.background },
    },
    plugins: [
      jwt({
        jwks: {
          keyPairConfig: { alg: "EdDSA", crv: "Ed25519" },
          rotationInterval: lifetimes.signingKeySeconds,
          gracePeriod: lifetimes.accessTokenSeconds,
        },
        jwt: { issuer: ports.url, audience: ports.url, expirationTime: `${lifetimes.accessTokenSeconds}s` },
        disableSettingJwtHeader: true,
      }),
      genericOAuth({ config: oauthConfigs(ports.oauth) }),
    ],
  } satisfies BetterAuthOptions;
}

/** Bound to this host by their `__Host-` names. Lax, so that a link to the portal, and the way back from a provider, find who is signed in. */
const COOKIE = { secure: true, httpOnly: true, sameSite: "lax", path: "/" } as const;

/** Removes the cookie of a session. */
export const endedSession = `${SESSION_COOKIE}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** Tells the operator of what is not the client's fault: refusals are errors of better-auth's own. */
function report({ background }: AccountPorts, details: readonly unknown[]): void {
  const cause = details.find(
    (each) => each instanceof Error && !(each instanceof BetterAuthError) && !(each instanceof APIError),
  );
  if (cause !== undefined) background(Promise.reject(cause));
}

/** Nothing is ever asked of a provider again, so that its tokens are not kept. */
function withoutTokens<T extends object>(account: T): T {
  return { ...account, accessToken: null, refreshToken: null, idToken: null };
}
