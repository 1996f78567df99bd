import { type Context, Hono } from "hono";

import { AUTH_PATH } from "../better.ts";
import { limit, type Parts, sessionOf } from "../parts.ts";
import { pathInPortal } from "../path-in-portal.ts";
import { type OAuthProvider, oauthProviders } from "../ports.ts";
import { accountProblem } from "../problems.ts";
import { optional, readBody, secret } from "../read-body.ts";

/** `GET /auth/oauth/:provider` and the way back, and `POST|DELETE /account/logins/:provider` for who is signed in already. */
export function oauthRoutes(parts: Parts): Hono {
  const { auth, ports } = parts;
  const routes = new Hono();
  const errorPage = `${ports.url}${AUTH_PATH}/error`;

  routes.get("/auth/oauth/:provider", async (context) => {
    limit(parts, context, "signIn");
    const provider = providerOf(parts, context);
    const callbackURL = placeIn(ports.url, context.req.query("redirect"));
    const { headers, response } = await auth.api.signInSocial({
      body: { provider, callbackURL, errorCallbackURL: errorPage, disableRedirect: true },
      headers: new Headers(),
      returnHeaders: true,
    });
    giveCookies(context, headers);
    return context.redirect(response.url ?? errorPage);
  });

  routes.get("/auth/callback/:provider", async (context) => {
    limit(parts, context, "signIn");
    const provider = providerOf(parts, context);
    const { search } = new URL(context.req.url);
    // The address that the provider was told, whatever proxies made of it.
    const request = new Request(`${ports.url}${AUTH_PATH}/callback/${provider}${search}`, {
      headers: {
        cookie: context.req.header("cookie") ?? "",
        "user-agent": context.req.header("user-agent")?.slice(0, 200) ?? "",
      },
    });
    const answer = await auth.handler(request);
    const location = answer.headers.get("location");
    if (location === null) throw failed(null);
    if (location.startsWith(errorPage)) throw failed(new URL(location).searchParams.get("error"));
    giveCookies(context, answer.headers);
    return context.redirect(location);
  });

  routes.post("/account/logins/:provider", async (context) => {
    await sessionOf(parts, context);
    const provider = providerOf(parts, context);
    const { redirect } = await readBody(context.req.raw, { redirect: optional(secret(500)) });
    const callbackURL = placeIn(ports.url, redirect);
    const { headers, response } = await auth.api.linkSocialAccount({
      body: { provider, callbackURL, errorCallbackURL: errorPage, disableRedirect: true },
      headers: context.req.raw.headers,
      returnHeaders: true,
    });
    giveCookies(context, headers);
    return context.json({ url: response.url });
  });

  routes.delete("/account/logins/:provider", async (context) => {
    const { userId } = await sessionOf(parts, context);
    const provider = context.req.param("provider");
    const logins = await ports.database
      .selectFrom("account")
      .select(["id", "providerId"])
      .where("userId", "=", userId)
      .execute();
    const login = logins.find(({ providerId }) => providerId === provider && providerId !== "credential");
    if (login === undefined) throw accountProblem("not-found", "The account does not sign in with this provider.");
    if (logins.length === 1) {
      throw accountProblem(
        "too-many",
        "It is the only way to sign in. Choose a password first, with POST /auth/password/forgot.",
      );
    }
    await ports.database.deleteFrom("account").where("id", "=", login.id).execute();
    await ports.audit.append({ actor: userId, action: "login.remove", subject: `login:${login.providerId}` });
    return context.body(null, 204);
  });

  return routes;
}

function giveCookies(context: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) context.header("set-cookie", cookie, { append: true });
}

function providerOf({ ports }: Parts, context: Context): OAuthProvider {
  const name = context.req.param("provider");
  const provider = oauthProviders.find((each) => each === name);
  if (provider === undefined) throw accountProblem("not-found", `Sign in with ${oauthProviders.join(" or ")}.`);
  if (ports.oauth[provider] !== undefined) return provider;
  throw accountProblem("not-configured", `Signing in with ${provider} is not set up here.`);
}

/** A page of this portal. Anything else would make the portal send people to where somebody else wants them. */
function placeIn(portal: string, path = "/device"): string {
  const own = pathInPortal(path);
  if (own !== null) return portal + own;
  throw accountProblem("invalid-request", "redirect is a path of this portal, such as /device.");
}

const details: Readonly<Record<string, string>> = {
  state_mismatch: "The answer does not belong to a sign-in that this browser began within the last minutes.",
  state_not_found: "The answer does not belong to a sign-in that this browser began within the last minutes.",
  email_not_found: "The provider named no address that it has confirmed. Confirm the address there.",
  invalid_code: "The provider did not take the code back that came with the answer.",
  access_denied: "It was cancelled at the provider.",
  account_already_linked_to_different_user: "This login belongs to another account.",
};

function failed(code: string | null): Error {
  if (code === "account_not_linked") {
    return accountProblem(
      "account-exists",
      "Sign in the way you did before, then add this login with POST /account/logins/:provider.",
    );
  }
  return accountProblem("sign-in-failed", details[code ?? ""] ?? "The provider did not say who you are. Begin again.");
}
