import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { beforeAll, expect, test } from "vitest";

import { createAuth } from "./better.ts";
import { PORTAL, problemOf, type TestPortal, testPortal } from "./testing/portal.ts";

let portal: TestPortal;
let ada: Awaited<ReturnType<TestPortal["signedUp"]>>;
let token: string;
let jwks: { keys: { kid: string; kty: string; x: string }[] };
let header: Record<string, unknown>;
let payload: Record<string, unknown>;

beforeAll(async () => {
  portal = testPortal();
  ada = await portal.signedUp("ada");
  token = (await ada.send("POST /auth/token", { body: { scopes: ["apps:read"] } })).body["access_token"];
  jwks = (await portal.send("GET /.well-known/jwks.json")).body as never;
  const [head = "", body = ""] = token.split(".");
  [header, payload] = [decoded(head), decoded(body)];
});

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function made(head: object, body: object, signature: (message: string) => string): string {
  const message = `${encoded(head)}.${encoded(body)}`;
  return `${message}.${signature(message)}`;
}

async function asked(bearer: string): Promise<string> {
  const answer = await portal.send("GET /auth/me", { headers: { authorization: `Bearer ${bearer}` } });
  return answer.status === 200 ? "200" : problemOf(answer);
}

const bySomebody = (): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync("ed25519");
const REFUSED = "401 unauthenticated";

test("an access token says who and what for, and anybody can check it with the published keys", async () => {
  const { body } = await portal.send("GET /auth/me", { headers: { authorization: `Bearer ${token}` } });
  expect(body).toMatchObject({ kind: "jwt", scopes: ["apps:read"], account: { id: ada.id } });
  expect(header).toMatchObject({ alg: "EdDSA", kid: jwks.keys[0]?.kid });
  expect(payload).toMatchObject({ iss: PORTAL, aud: PORTAL, sub: ada.id, scope: "apps:read" });
  expect(Number(payload["exp"]) - Number(payload["iat"])).toBe(900);
  expect(jwks.keys.every((key) => !("d" in key))).toBe(true);
  const stored = portal.sqlite.prepare("select privateKey from jwks").get()?.["privateKey"];
  expect(stored).not.toContain('\\"d\\"');
});

test("JWT: no algorithm, or one that takes the public key for a secret, is refused", async () => {
  for (const alg of ["none", "None", "NONE"]) {
    expect(await asked(made({ ...header, alg }, payload, () => ""))).toBe(REFUSED);
    expect(await asked(made({ ...header, alg }, payload, () => token.split(".")[2] ?? ""))).toBe(REFUSED);
  }
  const [key] = jwks.keys;
  const pem = createPublicKey({ key: key as never, format: "jwk" }).export({ type: "spki", format: "pem" });
  for (const secret of [pem, JSON.stringify(key), key?.x ?? "", Buffer.from(key?.x ?? "", "base64url")]) {
    const hmac = (message: string): string => createHmac("sha256", secret).update(message).digest("base64url");
    expect(await asked(made({ ...header, alg: "HS256" }, payload, hmac))).toBe(REFUSED);
  }
});

test("JWT: a key that the token itself names or brings is not used", async () => {
  const { privateKey, publicKey } = bySomebody();
  const signature = (message: string): string => sign(null, Buffer.from(message), privateKey).toString("base64url");
  const jwk = publicKey.export({ format: "jwk" });
  const others = ["../../dev/null", "' or 1=1 --", "https://evil.example/jwks.json", "", null, 1, {}];
  for (const kid of [header["kid"], ...others])
    expect(await asked(made({ ...header, kid }, payload, signature))).toBe(REFUSED);
  const brought = { jwk, jku: "https://evil.example/jwks.json", x5u: "https://evil.example/cert" };
  expect(await asked(made({ ...header, ...brought }, payload, signature))).toBe(REFUSED);
  expect(await asked(made({ ...header, crit: ["exp"] }, payload, signature))).toBe(REFUSED);
});

test("JWT: another issuer, audience or time is refused, though the portal's key signed it", async () => {
  const { api } = createAuth(portal.ports);
  const signed = async (change: object): Promise<string> =>
    (await api.signJWT({ body: { payload: { ...payload, ...change } } })).token;
  const minute = Math.floor(Date.now() / 1000) + 60;
  expect(await asked(await signed({}))).toBe("200");
  for (const change of [
    { iss: "https://evil.example" },
    { aud: "https://other.example" },
    { exp: minute - 120 },
    { nbf: minute },
    { sub: "somebody else" },
    { sid: "no such session" },
    { scope: "apps:read admin" },
  ]) {
    expect(await asked(await signed(change)), JSON.stringify(change)).toBe(REFUSED);
  }
});

test("JWT: a changed signature, body or form is refused", async () => {
  const [head = "", body = "", signature = ""] = token.split(".");
  const more = encoded({ ...payload, scope: "account" });
  const other = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  for (const wrong of [
    `${head}.${more}.${signature}`,
    `${head}.${body}.${other}`,
    `${head}.${body}.`,
    `${head}.${body}`,
    head,
  ]) {
    expect(await asked(wrong)).toBe(REFUSED);
  }
});

test("JWT: a token ends with the session that it came from, and gives no session", async () => {
  const browser = await portal.signedUp("grace");
  const own = (await browser.send("POST /auth/token", { body: {} })).body["access_token"];
  const headers = { authorization: `Bearer ${own}` };
  expect(problemOf(await portal.send("POST /auth/token", { headers, body: {} }))).toBe("403 session-required");
  expect(problemOf(await portal.send("DELETE /account", { headers, body: {} }))).toBe("403 session-required");
  await browser.send("POST /auth/logout", { body: {} });
  expect(await asked(own)).toBe(REFUSED);
});
