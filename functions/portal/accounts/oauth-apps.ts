import type { GenericOAuthConfig } from "better-auth/plugins";

import type { AccountPorts, OAuthApp, OAuthProvider } from "./ports.ts";

type Config = GenericOAuthConfig<OAuthProvider>;
type UserInfo = Awaited<ReturnType<NonNullable<Config["getUserInfo"]>>>;

/** Where the providers are when nobody says otherwise. */
export const oauthHosts = {
  github: { site: "https://github.com", api: "https://api.github.com" },
  google: { site: "https://accounts.google.com", api: "https://openidconnect.googleapis.com" },
} as const satisfies Record<OAuthProvider, Pick<OAuthApp, "site" | "api">>;

/** Both providers go through the generic plugin: the ones that better-auth has built in know only the real hosts. */
export function oauthConfigs(apps: AccountPorts["oauth"]): Config[] {
  return [
    ...(apps.github === undefined ? [] : [github(apps.github)]),
    ...(apps.google === undefined ? [] : [google(apps.google)]),
  ];
}

function github({ clientId, clientSecret, site, api }: OAuthApp): Config {
  return {
    providerId: "github",
    clientId,
    clientSecret,
    authorizationUrl: `${site}/login/oauth/authorize`,
    tokenUrl: `${site}/login/oauth/access_token`,
    scopes: ["read:user", "user:email"],
    pkce: true,
    accountSubject: ({ profile }) => profile.id ?? "",
    async getUserInfo({ accessToken }) {
      const [user, addresses] = await Promise.all([
        getJson(`${api}/user`, accessToken),
        getJson(`${api}/user/emails`, accessToken),
      ]);
      if (!isObject(user) || typeof user["id"] !== "number" || !Array.isArray(addresses)) return null;
      const own = addresses.filter(isObject).find((each) => each["primary"] === true && each["verified"] === true);
      return verified(String(user["id"]), own?.["email"], user["name"] ?? user["login"]);
    },
  };
}

function google({ clientId, clientSecret, site, api }: OAuthApp): Config {
  return {
    providerId: "google",
    clientId,
    clientSecret,
    authorizationUrl: `${site}/o/oauth2/v2/auth`,
    // The token's own host is a third one.
    tokenUrl: site === oauthHosts.google.site ? "https://oauth2.googleapis.com/token" : `${site}/token`,
    scopes: ["openid", "email", "profile"],
    pkce: true,
    accountSubject: ({ profile }) => profile.id ?? "",
    async getUserInfo({ accessToken }) {
      const user = await getJson(`${api}/v1/userinfo`, accessToken);
      if (!isObject(user) || typeof user["sub"] !== "string") return null;
      const address = user["email_verified"] === true ? user["email"] : undefined;
      return verified(user["sub"], address, user["name"]);
    },
  };
}

/** An address that the provider has not verified is none: anybody could have typed it. */
function verified(id: string, email: unknown, name: unknown): UserInfo {
  const address = typeof email === "string" ? email : undefined;
  const called = typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 100) : "Unnamed";
  return { id, email: address, emailVerified: address !== undefined, name: called };
}

async function getJson(url: string, token: string | undefined): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token ?? ""}`, accept: "application/json", "user-agent": "mosis-portal" },
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok ? ((await response.json()) as unknown) : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
