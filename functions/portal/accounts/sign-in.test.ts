import { expect, test } from "vitest";

import { linkIn, PASSWORD, testPortal } from "./testing/portal.ts";

test("who registers and confirms the address can sign in, and out", async () => {
  const portal = testPortal();
  const email = "ada@example.com";
  const registered = await portal.send("POST /auth/register", { body: { name: "Ada", email, password: PASSWORD } });
  expect(registered.status).toBe(202);
  expect(portal.mails).toMatchObject([{ to: email, subject: "Confirm your e-mail address" }]);
  const browser = portal.browser();
  expect(await browser.send("POST /auth/login", { body: { email, password: PASSWORD } })).toMatchObject({
    status: 403,
    body: { type: "https://mosis.dev/problems/email-not-verified" },
  });
  expect((await portal.send(`GET ${linkIn(portal.mails[0])}`)).status).toBe(200);
  expect((await browser.send("POST /auth/login", { body: { email, password: PASSWORD } })).status).toBe(200);
  const me = await browser.send("GET /auth/me");
  expect(me.body).toMatchObject({ account: { name: "Ada", email }, kind: "session", developers: [] });
  expect((await browser.send("POST /auth/logout")).status).toBe(204);
  expect((await browser.send("GET /auth/me")).status).toBe(401);
});

test("a key that is made is shown once, and does what its scopes say", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const made = await ada.send("POST /keys", { body: { name: "ci", scopes: ["apps:read"], days: 30 } });
  expect(made.status).toBe(201);
  expect(made.body["key"]).toMatch(/^mosis_[\w-]{43}$/);
  const headers = { authorization: `Bearer ${made.body["key"]}` };
  expect((await portal.send("GET /auth/me", { headers })).body).toMatchObject({
    kind: "api-key",
    scopes: ["apps:read"],
  });
  expect((await portal.send("GET /keys", { headers })).status).toBe(403);
  const { keys } = (await ada.send("GET /keys")).body;
  expect(keys).toMatchObject([{ name: "ci", scopes: ["apps:read"] }]);
  expect(keys[0].last_used_at).not.toBeNull();
  expect(JSON.stringify(keys)).not.toContain(made.body["key"]);
  expect((await ada.send(`DELETE /keys/${made.body["id"]}`)).status).toBe(204);
  expect((await portal.send("GET /auth/me", { headers })).status).toBe(401);
});
