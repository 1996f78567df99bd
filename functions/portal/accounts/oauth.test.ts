import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { oauthDouble, type OAuthDouble } from "./testing/oauth-provider.ts";
import { type Answer, type Browser, linkIn, PORTAL, problemOf, type TestPortal, testPortal } from "./testing/portal.ts";
import type { OAuthProvider } from "./ports.ts";

const grace = { id: 7, name: "Grace", email: "grace@example.com", isVerified: true };
let provider: OAuthDouble;

beforeAll(async () => {
  provider = await oauthDouble(grace);
});
beforeEach(() => {
  provider.user = grace;
});
afterAll(() => provider.close());

function portalWithProvider(): TestPortal {
  return testPortal({ oauth: { github: provider.app, google: provider.app } });
}

async function begin(browser: Browser, name: OAuthProvider = "github", redirect = "/apps"): Promise<string> {
  const begun = await browser.send(`GET /auth/oauth/${name}?redirect=${encodeURIComponent(redirect)}`);
  expect(begun.status).toBe(302);
  return begun.headers.get("location") ?? "";
}

/** There, and back with what the provider says. */
async function signIn(browser: Browser, name: OAuthProvider = "github"): Promise<Answer> {
  return browser.send(`GET ${await provider.visit(await begin(browser, name))}`);
}

test.for(["github", "google"] as const)("%s signs people in, again to the same account", async (name) => {
  const portal = portalWithProvider();
  const first = portal.browser();
  const back = await signIn(first, name);
  expect([back.status, back.headers.get("location")]).toEqual([302, `${PORTAL}/apps`]);
  const me = await first.send("GET /auth/me");
  expect(me.body["account"]).toMatchObject({ name: "Grace", email: "grace@example.com" });
  const second = portal.browser();
  await signIn(second, name);
  expect((await second.send("GET /auth/me")).body["account"].id).toBe(me.body["account"].id);
});

test("nothing of the provider's is kept but who it was", async () => {
  const portal = portalWithProvider();
  await signIn(portal.browser());
  const [account] = portal.sqlite.prepare("select * from account").all();
  expect(account).toMatchObject({
    providerId: "github",
    accountId: "7",
    accessToken: null,
    refreshToken: null,
    idToken: null,
  });
});

test("a provider that is not set up says so", async () => {
  expect(problemOf(await testPortal().send("GET /auth/oauth/github"))).toBe("501 not-configured");
  expect(problemOf(await portalWithProvider().send("GET /auth/oauth/myspace"))).toBe("404 not-found");
});

describe("refused:", () => {
  test("a state that was changed, is missing, or was used", async () => {
    const browser = portalWithProvider().browser();
    const back = await provider.visit(await begin(browser));
    const cookies = new Map(browser.cookies);
    const tampered = back.replace(/state=...../, "state=AAAAA");
    expect(problemOf(await browser.send(`GET ${tampered}`))).toBe("400 sign-in-failed");
    expect(problemOf(await browser.send(`GET ${back.replace(/&state=.*/, "")}`))).toBe("400 sign-in-failed");
    expect((await browser.send(`GET ${back}`)).status).toBe(302);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect(problemOf(await browser.send(`GET ${back}`))).toBe("400 sign-in-failed");
  });

  test("a state that another browser was given", async () => {
    const portal = portalWithProvider();
    const back = await provider.visit(await begin(portal.browser()));
    const victim = portal.browser();
    expect(problemOf(await victim.send(`GET ${back}`))).toBe("400 sign-in-failed");
    await begin(victim);
    expect(problemOf(await victim.send(`GET ${back}`))).toBe("400 sign-in-failed");
    expect((await victim.send("GET /auth/me")).status).toBe(401);
  });

  test("a code that was got with another PKCE challenge", async () => {
    const browser = portalWithProvider().browser();
    const authorize = new URL(await begin(browser));
    expect(authorize.searchParams.get("code_challenge_method")).toBe("S256");
    authorize.searchParams.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    expect(problemOf(await browser.send(`GET ${await provider.visit(authorize.href)}`))).toBe("400 sign-in-failed");
    expect(provider.exchanges.at(-1)).toMatchObject({ status: 400 });
  });

  test("a code of another sign-in, put in place of one's own", async () => {
    const portal = portalWithProvider();
    const stolen = await provider.visit(await begin(portal.browser()));
    const attacker = portal.browser();
    const own = await provider.visit(await begin(attacker));
    const code = /code=\w+/.exec(stolen)?.[0] ?? "";
    expect(problemOf(await attacker.send(`GET ${own.replace(/code=\w+/, code)}`))).toBe("400 sign-in-failed");
  });

  test.for(["github", "google"] as const)("an address that %s has not confirmed takes no account", async (name) => {
    const portal = portalWithProvider();
    await portal.signedUp("ada");
    const before = portal.sqlite.prepare("select count(*) as n from account").get();
    // The same for an address that has an account and for one that has none.
    for (const email of ["ada@example.com", "nobody@example.com"]) {
      provider.user = { id: 66, name: "Mallory", email, isVerified: false };
      const browser = portal.browser();
      expect(problemOf(await signIn(browser, name))).toBe("400 sign-in-failed");
      expect((await browser.send("GET /auth/me")).status).toBe(401);
    }
    expect(portal.sqlite.prepare("select count(*) as n from account").get()).toEqual(before);
  });

  test("a confirmed address does not take an account either: its owner adds the login", async () => {
    const portal = portalWithProvider();
    const ada = await portal.signedUp("grace");
    expect(problemOf(await signIn(portal.browser()))).toBe("409 account-exists");
    const { body } = await ada.send("POST /account/logins/github", { body: { redirect: "/account" } });
    const back = await ada.send(`GET ${await provider.visit(body["url"])}`);
    expect(back.headers.get("location")).toBe(`${PORTAL}/account`);
    const browser = portal.browser();
    await signIn(browser);
    expect((await browser.send("GET /auth/me")).body["account"].id).toBe(ada.id);
    expect((await ada.send("DELETE /account/logins/github")).status).toBe(204);
    expect(problemOf(await signIn(portal.browser()))).toBe("409 account-exists");
  });

  test("whoever registers somebody's address first has nothing of it when they come", async () => {
    const portal = portalWithProvider();
    const body = { name: "Mallory", email: "grace@example.com", password: "mallory knows this one" };
    await portal.send("POST /auth/register", { body });
    expect(problemOf(await signIn(portal.browser()))).toBe("409 account-exists");
    const login = async (password: string) =>
      portal.send("POST /auth/login", { body: { email: body.email, password } });
    expect(problemOf(await login(body.password))).toBe("403 email-not-verified");
    // Who has the mailbox gets the account, with a password of their own.
    await portal.send("POST /auth/password/forgot", { body: { email: body.email } });
    const token = new URL(linkIn(portal.mails.at(-1)), PORTAL).searchParams.get("token");
    await portal.send("POST /auth/password/reset", { body: { token, password: "grace knows this one" } });
    expect(problemOf(await login(body.password))).toBe("401 wrong-credentials");
    expect((await login("grace knows this one")).status).toBe(200);
  });

  test("a login that belongs to another account is not added to a second one", async () => {
    const portal = portalWithProvider();
    await signIn(portal.browser());
    const ada = await portal.signedUp("ada");
    const { body } = await ada.send("POST /account/logins/github", { body: {} });
    expect(problemOf(await ada.send(`GET ${await provider.visit(body["url"])}`))).toBe("400 sign-in-failed");
  });

  test("a way back that leads out of the portal", async () => {
    const portal = portalWithProvider();
    const ada = await portal.signedUp("ada");
    for (const redirect of [
      "https://evil.example/",
      "//evil.example/",
      "//[",
      "/\\evil.example/",
      "\\\\evil.example",
      "/\t/evil.example",
      "javascript:alert(1)",
      "portal.example.evil.example",
      "@evil.example",
      "",
    ]) {
      const begun = await portal.send(`GET /auth/oauth/github?redirect=${encodeURIComponent(redirect)}`);
      expect(problemOf(begun), redirect).toBe("422 invalid-request");
      const linked = await ada.send("POST /account/logins/github", { body: { redirect } });
      expect(problemOf(linked), redirect).toBe("422 invalid-request");
    }
  });

  test("the last way to sign in is not removed", async () => {
    const browser = portalWithProvider().browser();
    await signIn(browser);
    await browser.send("GET /auth/me");
    expect(problemOf(await browser.send("DELETE /account/logins/github"))).toBe("409 too-many");
  });
});
