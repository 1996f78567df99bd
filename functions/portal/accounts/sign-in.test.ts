import { describe, expect, test } from "vitest";

import { linkIn, PASSWORD, problemOf, testPortal } from "./testing/portal.ts";

test("who registers and confirms the address can sign in, and out", async () => {
  const portal = testPortal();
  const email = "ada@example.com";
  const registered = await portal.send("POST /auth/register", { body: { name: "Ada", email, password: PASSWORD } });
  expect(registered.status).toBe(202);
  expect(portal.mails).toMatchObject([{ to: email, subject: "Confirm your e-mail address" }]);
  const browser = portal.browser();
  const early = await browser.send("POST /auth/login", { body: { email, password: PASSWORD } });
  expect(problemOf(early)).toBe("403 email-not-verified");
  expect((await portal.send(`GET /auth${linkIn(portal.mails[0])}`)).status).toBe(200);
  const signedIn = await browser.send("POST /auth/login", { body: { email: "ADA@example.com", password: PASSWORD } });
  expect(signedIn.status).toBe(200);
  const me = await browser.send("GET /auth/me");
  expect(me.body).toMatchObject({ account: { name: "Ada", email }, kind: "session", developers: [] });
  expect((await browser.send("POST /auth/logout", { body: {} })).status).toBe(204);
  expect(problemOf(await browser.send("GET /auth/me"))).toBe("401 unauthenticated");
});

test("a forgotten password is replaced through the mail, once, and ends every session", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  await portal.send("POST /auth/password/forgot", { body: { email: ada.email } });
  const token = new URL(linkIn(portal.mails.at(-1)), "https://x").searchParams.get("token") ?? "";
  expect(portal.sqlite.prepare("select * from verification where identifier like ?").all(`%${token}%`)).toEqual([]);
  const reset = (password: string, used = token) =>
    portal.send("POST /auth/password/reset", { body: { token: used, password } });
  expect(problemOf(await reset("short"))).toBe("422 invalid-request");
  expect(problemOf(await reset("another long password", `${token.slice(1)}A`))).toBe("400 invalid-link");
  expect((await reset("another long password")).status).toBe(204);
  expect(problemOf(await reset("yet another password"))).toBe("400 invalid-link");
  expect((await ada.send("GET /auth/me")).status).toBe(401);
  const login = (password: string) => portal.send("POST /auth/login", { body: { email: ada.email, password } });
  expect(problemOf(await login(PASSWORD))).toBe("401 wrong-credentials");
  expect((await login("another long password")).status).toBe(200);
});

test("a link in a mail is good for an hour", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  await portal.send("POST /auth/password/forgot", { body: { email: ada.email } });
  const token = new URL(linkIn(portal.mails.at(-1)), "https://x").searchParams.get("token") ?? "";
  portal.sqlite.prepare("update verification set expiresAt = ?").run(new Date(Date.now() - 1000).toISOString());
  const late = await portal.send("POST /auth/password/reset", { body: { token, password: "another long password" } });
  expect(problemOf(late)).toBe("400 invalid-link");
  expect(problemOf(await portal.send("GET /auth/verify-email?token=eyJhbGciOiJub25lIn0.e30."))).toBe(
    "400 invalid-link",
  );
});

test("who changes the password keeps this session, and ends the others", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const other = portal.browser();
  await other.send("POST /auth/login", { body: { email: ada.email, password: PASSWORD } });
  const change = (current_password: string) =>
    ada.send("POST /auth/password", { body: { current_password, password: "another long password" } });
  expect(problemOf(await change("not the password"))).toBe("401 wrong-credentials");
  expect((await change(PASSWORD)).status).toBe(204);
  expect((await ada.send("GET /auth/me")).status).toBe(200);
  expect((await other.send("GET /auth/me")).status).toBe(401);
  expect(portal.mails.at(-1)).toMatchObject({ to: ada.email, subject: "Your password was changed" });
});

describe("a password", () => {
  test.for([
    ["elevenchars", 422],
    ["twelve chars", 202],
    ["aaaaaaaaaaaaaaaa", 422],
    ["ada@example.com", 422],
    ["ada lovelace ada lovelace", 422],
    ["no capitals, no digits needed", 202],
    ["x".repeat(64) + "abcdefgh".repeat(8), 202],
    ["abcdefgh".repeat(17), 422],
  ] as const)("%j is answered with %i", async ([password, status]) => {
    const body = { name: "Ada Lovelace", email: "ada@example.com", password };
    expect((await testPortal().send("POST /auth/register", { body })).status).toBe(status);
  });
});

test("all that is wrong with a request is told at once, by place", async () => {
  const answer = await testPortal().send("POST /auth/register", { body: { email: "ada", password: "", admin: true } });
  expect(answer.body["errors"].map((each: { pointer: string }) => each.pointer)).toEqual([
    "/admin",
    "/name",
    "/email",
    "/password",
  ]);
});

test.for([
  "ada",
  "ada@",
  "@example.com",
  "a b@example.com",
  "ada@example",
  "ada@exa_mple.com",
  "a..b@example.com",
  '"a"@b.de',
  "a!b@c.de",
])("%j is no address", async (email) => {
  const answer = await testPortal().send("POST /auth/register", { body: { name: "Ada", email, password: PASSWORD } });
  expect(problemOf(answer)).toBe("422 invalid-request");
});

test.for(["a@b.de", "ada+portal@mail.example.co.uk", "o'hara_x@xn--bcher-kva.example", "A-1@1.example"])(
  "%j is an address, and gets a mail",
  async (email) => {
    const portal = testPortal();
    await portal.send("POST /auth/register", { body: { name: "Ada", email, password: PASSWORD } });
    expect(portal.mails.map(({ to }) => to)).toEqual([email.toLowerCase()]);
  },
);
