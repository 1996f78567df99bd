import { describe, expect, test } from "vitest";

import { problemOf, testPortal } from "./testing/portal.ts";

const DAY_MS = 86_400_000;

test("a key is shown once, kept as a hash, and remembers its last use", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const made = await ada.send("POST /keys", { body: { name: "ci", scopes: ["apps:read", "apps:read"], days: 30 } });
  expect([made.status, made.headers.get("cache-control")]).toEqual([201, "no-store"]);
  const key = String(made.body["key"]);
  expect(key).toMatch(/^mosis_[\w-]{43}$/);
  expect(Date.parse(made.body["expires_at"]) - Date.parse(made.body["created_at"])).toBe(30 * DAY_MS);
  const first = (await ada.send("GET /keys")).body;
  expect(first["keys"]).toMatchObject([
    { name: "ci", start: key.slice(0, 10), scopes: ["apps:read"], last_used_at: null },
  ]);
  const { body } = await portal.send("GET /auth/me", { headers: { authorization: `Bearer ${key}` } });
  expect(body).toMatchObject({ kind: "api-key", scopes: ["apps:read"], account: { id: ada.id } });
  const second = (await ada.send("GET /keys")).body;
  expect(Date.parse(second["keys"][0].last_used_at)).toBeGreaterThan(Date.now() - 60_000);
  const stored = JSON.stringify(portal.sqlite.prepare("select * from apikey").all());
  expect(stored + JSON.stringify(second)).not.toContain(key.slice(10));
});

describe("refused:", () => {
  test("a key that was revoked, has expired, or never was one", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const keys: { id: string; key: string }[] = [];
    for (const name of ["one", "two"]) {
      keys.push((await ada.send("POST /keys", { body: { name, scopes: ["apps:read"] } })).body as never);
    }
    const me = async (key: string) =>
      problemOf(await portal.send("GET /auth/me", { headers: { authorization: `Bearer ${key}` } }));
    const [one, two] = keys as [{ id: string; key: string }, { id: string; key: string }];
    expect((await ada.send(`DELETE /keys/${one.id}`)).status).toBe(204);
    expect(await me(one.key)).toBe("401 unauthenticated");
    portal.sqlite.prepare("update apikey set expires_at = ?").run(new Date(Date.now() - 1).toISOString());
    expect(await me(two.key)).toBe("401 unauthenticated");
    for (const wrong of ["mosis_", `mosis_${"A".repeat(43)}`, `${one.key} ${two.key}`, two.key.toUpperCase()]) {
      expect(await me(wrong)).toBe("401 unauthenticated");
    }
    // A wrong key is not made up for by a right cookie.
    const headers = { authorization: `Bearer ${one.key}` };
    expect(problemOf(await ada.send("GET /auth/me", { headers }))).toBe("401 unauthenticated");
  });

  test("to see or revoke the key of another account", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const mallory = await portal.signedUp("mallory");
    const { id } = (await ada.send("POST /keys", { body: { name: "ci", scopes: ["apps:read"] } })).body;
    expect((await mallory.send("GET /keys")).body["keys"]).toEqual([]);
    expect(problemOf(await mallory.send(`DELETE /keys/${id}`))).toBe("404 not-found");
    expect((await ada.send("GET /keys")).body["keys"]).toHaveLength(1);
  });

  test("what the scopes of a key do not give, and making one that gives more", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const keyWith = async (...scopes: string[]) => {
      const { key } = (await ada.send("POST /keys", { body: { name: "k", scopes } })).body;
      return { headers: { authorization: `Bearer ${key}` } };
    };
    const reading = await keyWith("apps:read", "apps:write", "stats:read", "keys:write");
    for (const operation of ["GET /keys", "GET /account/sessions", "GET /account/audit", "GET /invitations"]) {
      const answer = await portal.send(operation, reading);
      expect(problemOf(answer), operation).toBe("403 insufficient-scope");
      expect(answer.headers.get("www-authenticate")).toContain('scope="account"');
    }
    const managing = await keyWith("account");
    const more = { ...managing, body: { name: "more", scopes: ["apps:write"] } };
    expect(problemOf(await portal.send("POST /keys", more))).toBe("403 insufficient-scope");
    for (const operation of ["GET /account/export", "POST /auth/token", "POST /auth/password", "POST /auth/device"]) {
      const body = operation.startsWith("GET") ? {} : { body: {} };
      expect(problemOf(await portal.send(operation, { ...managing, ...body })), operation).toBe("403 session-required");
    }
    expect(problemOf(await portal.send("DELETE /account", { ...managing, body: {} }))).toBe("403 session-required");
  });

  test("more keys than an account may have", async () => {
    const portal = testPortal();
    const ada = await portal.signedUp("ada");
    const insert = portal.sqlite.prepare("insert into apikey values (?, ?, 'x', 'x', ?, 'account', '', '', null)");
    for (let at = 0; at < 50; at += 1) insert.run(`id ${at}`, ada.id, `hash ${at}`);
    expect(problemOf(await ada.send("POST /keys", { body: { name: "k", scopes: ["account"] } }))).toBe("409 too-many");
  });

  test("a key without scopes, with unknown ones, or for longer than a year", async () => {
    const ada = await testPortal().signedUp("ada");
    for (const change of [{ scopes: [] }, { scopes: ["admin"] }, { scopes: undefined }, { days: 367 }, { days: 0 }]) {
      const body = { name: "k", scopes: ["account"], ...change };
      expect(problemOf(await ada.send("POST /keys", { body }))).toBe("422 invalid-request");
    }
  });
});
