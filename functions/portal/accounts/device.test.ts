import { expect, test } from "vitest";

import { deviceTimes } from "./device-logins.ts";
import { type Answer, problemOf, type TestPortal, testPortal } from "./testing/portal.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

function clockedPortal(): TestPortal & { wait(seconds: number): void } {
  let time = Date.now();
  const portal = testPortal({ now: () => time });
  return Object.assign(portal, { wait: (seconds: number) => void (time += seconds * 1000) });
}

function begin(portal: TestPortal, more: object = {}): Promise<Answer> {
  return portal.send("POST /auth/device/code", { body: { client_id: "mosis-cli", ...more } });
}

function poll(portal: TestPortal, device_code: unknown): Promise<Answer> {
  return portal.send("POST /auth/device/token", { body: { grant_type: GRANT, client_id: "mosis-cli", device_code } });
}

test("a program gets a key once somebody typed in its code, and that once", async () => {
  const portal = clockedPortal();
  const ada = await portal.signedUp("ada");
  const { body } = await begin(portal);
  expect(body).toMatchObject({ verification_uri: "https://portal.example/device", expires_in: 900, interval: 5 });
  expect(body["user_code"]).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
  expect((await poll(portal, body["device_code"])).body).toMatchObject({ error: "authorization_pending" });
  const typed = String(body["user_code"]).toLowerCase().replace("-", " ");
  expect((await ada.send(`GET /auth/device?user_code=${encodeURIComponent(typed)}`)).body).toMatchObject({
    client: "mosis, the command line",
    scopes: ["apps:read", "apps:write", "stats:read", "keys:write"],
  });
  expect((await ada.send("POST /auth/device", { body: { user_code: typed, decision: "approve" } })).status).toBe(204);
  const [given, again] = await Promise.all([poll(portal, body["device_code"]), poll(portal, body["device_code"])]);
  expect(new Set([given.status, again.status])).toEqual(new Set([200, 400]));
  const token = given.body["access_token"] ?? again.body["access_token"];
  const me = await portal.send("GET /auth/me", { headers: { authorization: `Bearer ${token}` } });
  expect(me.body).toMatchObject({ kind: "api-key", account: { id: ada.id } });
  expect((await ada.send("GET /keys")).body["keys"]).toMatchObject([{ name: "mosis, the command line" }]);
  // Signing out of the program revokes its key.
  await portal.send("POST /auth/logout", { headers: { authorization: `Bearer ${token}` }, body: {} });
  expect((await ada.send("GET /keys")).body["keys"]).toEqual([]);
});

test("a form is taken like JSON, and errors are problem documents that OAuth's clients read", async () => {
  const portal = clockedPortal();
  const response = await portal.send("POST /auth/device/token", { body: { grant_type: "password" } });
  expect(problemOf(response)).toBe("400 device-login");
  expect(response.body).toMatchObject({ error: "unsupported_grant_type", error_description: response.body["detail"] });
  const form = await portal.send("POST /auth/device/code", { form: "client_id=mosis-cli&scope=apps%3Aread&other=1" });
  expect(form.body).toMatchObject({ interval: 5 });
  expect((await portal.send("POST /auth/device/code", { form: `client_id=${"x".repeat(5000)}` })).status).toBe(422);
});

test("who asks too often, too late, or with what is none, is told", async () => {
  const portal = clockedPortal();
  const { body } = await begin(portal);
  const error = async (): Promise<unknown> => (await poll(portal, body["device_code"])).body["error"];
  expect(await error()).toBe("authorization_pending");
  expect(await error()).toBe("slow_down");
  portal.wait(deviceTimes.intervalSeconds);
  expect(await error()).toBe("authorization_pending");
  portal.wait(deviceTimes.lifetimeSeconds);
  expect(await error()).toBe("expired_token");
  expect((await poll(portal, "no such code")).body).toMatchObject({ error: "expired_token" });
  const { device_code } = (await begin(portal)).body;
  const stolen = { grant_type: GRANT, client_id: "evil", device_code };
  expect((await portal.send("POST /auth/device/token", { body: stolen })).body).toMatchObject({
    error: "expired_token",
  });
  expect((await poll(portal, device_code)).body).toMatchObject({ error: "authorization_pending" });
  expect((await begin(portal, { client_id: "evil" })).body).toMatchObject({ error: "invalid_client" });
  expect((await begin(portal, { scope: "admin" })).body).toMatchObject({ error: "invalid_scope" });
});

test("a code is refused once for all, only by who is signed in, and cannot be guessed", async () => {
  const portal = clockedPortal();
  const ada = await portal.signedUp("ada");
  const { body } = await begin(portal);
  const deny = { body: { user_code: body["user_code"], decision: "deny" } };
  expect((await portal.send("POST /auth/device", deny)).status).toBe(401);
  expect((await ada.send("POST /auth/device", deny)).status).toBe(204);
  const approve = { body: { ...deny.body, decision: "approve" } };
  expect(problemOf(await ada.send("POST /auth/device", approve))).toBe("404 not-found");
  expect((await poll(portal, body["device_code"])).body).toMatchObject({ error: "access_denied" });
  const statuses: number[] = [];
  for (let at = 0; at < 9; at += 1) statuses.push((await ada.send("GET /auth/device?user_code=BBBB-BBBB")).status);
  expect(statuses).toEqual([...Array.from({ length: 8 }, () => 404), 429]);
});
