import { describe, expect, test } from "vitest";

import { PASSWORD, PORTAL, problemOf, testPortal } from "./testing/portal.ts";

const SESSION = "__Host-mosis.session";

test("the cookie of a session is for this host alone, and no script reads it", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const login = await portal.send("POST /auth/login", { body: { email: ada.email, password: PASSWORD } });
  const [cookie = "", ...others] = login.headers.getSetCookie();
  expect(others).toEqual([]);
  expect(cookie).toMatch(new RegExp(`^${SESSION}=[^;]+; `));
  expect(cookie.split("; ").slice(1).toSorted()).toEqual([
    "HttpOnly",
    "Max-Age=1209600",
    "Path=/",
    "SameSite=Lax",
    "Secure",
  ]);
  expect(JSON.stringify(login.body)).not.toContain(cookie.split(/[=.]/)[2]);
});

test("session fixation: signing in makes a new session, whatever cookie was planted before", async () => {
  const portal = testPortal();
  const mallory = await portal.signedUp("mallory");
  const ada = await portal.signedUp("ada");
  const planted = mallory.cookies.get(SESSION) ?? "";
  for (const cookie of [planted, "chosen-by-mallory", `${planted.slice(0, -4)}AAA%3D`]) {
    const victim = portal.browser();
    victim.cookies.set(SESSION, cookie);
    await victim.send("POST /auth/login", { body: { email: ada.email, password: PASSWORD } });
    expect(victim.cookies.get(SESSION)).not.toBe(cookie);
    expect((await victim.send("GET /auth/me")).body["account"].email).toBe(ada.email);
    const attacker = portal.browser();
    attacker.cookies.set(SESSION, cookie);
    const seen = await attacker.send("GET /auth/me");
    expect(seen.body["account"]?.email).not.toBe(ada.email);
  }
});

test("a cookie that was not signed by the portal is nobody's", async () => {
  const portal = testPortal();
  await portal.signedUp("ada");
  const { token } = portal.sqlite.prepare("select token from session").get() as { token: string };
  for (const value of [token, `${token}.`, `${token}.${"A".repeat(43)}%3D`]) {
    expect((await portal.send("GET /auth/me", { headers: { cookie: `${SESSION}=${value}` } })).status).toBe(401);
  }
});

test("a session ends after 14 days, or when it is ended from another one", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const other = portal.browser();
  await other.send("POST /auth/login", { body: { email: ada.email, password: PASSWORD } });
  const { sessions } = (await ada.send("GET /account/sessions")).body;
  expect(sessions).toHaveLength(2);
  const ending = sessions.find((each: { is_this: boolean }) => !each.is_this);
  const mallory = await portal.signedUp("mallory");
  expect(problemOf(await mallory.send(`DELETE /account/sessions/${ending.id}`))).toBe("404 not-found");
  expect((await ada.send(`DELETE /account/sessions/${ending.id}`)).status).toBe(204);
  expect((await other.send("GET /auth/me")).status).toBe(401);
  portal.sqlite.prepare("update session set expiresAt = ?").run(new Date(Date.now() - 1).toISOString());
  expect((await ada.send("GET /auth/me")).status).toBe(401);
});

describe("CSRF: a change with the cookie of a session is refused", () => {
  const change = { body: { name: "x", scopes: ["account"] } };

  test.for<[string, Record<string, string>]>([
    ["from another origin", { origin: "https://evil.example" }],
    ["from a look-alike of the origin", { origin: `${PORTAL}.evil.example` }],
    ["from a page without an origin", { origin: "null" }],
    ["without a token", { "x-csrf-token": "" }],
    ["with a token that is none", { "x-csrf-token": "0".repeat(64) }],
  ])("%s", async ([_, headers]) => {
    const ada = await testPortal().signedUp("ada");
    expect(problemOf(await ada.send("POST /keys", { ...change, headers }))).toBe("403 cross-site");
    expect((await ada.send("POST /keys", change)).status).toBe(201);
  });

  test("with the token of another session", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const mallory = await portal.signedUp("mallory");
    const answer = await ada.send("POST /keys", { ...change, headers: { "x-csrf-token": mallory.csrfToken } });
    expect(problemOf(answer)).toBe("403 cross-site");
  });

  test("by a form of another site, which can send neither JSON nor the token", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const headers = { origin: "https://evil.example", "content-type": "text/plain", "x-csrf-token": "" };
    for (const path of ["/auth/logout", "/keys", "/account/logins/github", "/auth/device", "/auth/password"]) {
      expect(problemOf(await ada.send(`POST ${path}`, { headers, body: {} })), path).toBe("403 cross-site");
    }
    expect(problemOf(await ada.send("DELETE /account", { headers, body: {} }))).toBe("403 cross-site");
    // Signing somebody in as somebody else is an attack as well.
    for (const path of ["/auth/login", "/auth/register", "/auth/password/forgot"]) {
      expect(problemOf(await portal.send(`POST ${path}`, { headers, body: {} })), path).toBe("403 cross-site");
    }
    const sites = { "sec-fetch-site": "cross-site" };
    expect(problemOf(await portal.send("POST /auth/login", { headers: sites, body: {} }))).toBe("403 cross-site");
  });
});
