import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Hono } from "hono";
import { afterAll, expect, test } from "vitest";

import { openPortal } from "./node.ts";
import { answerErrors } from "../shared/answer-errors.ts";

const folder = mkdtempSync(join(tmpdir(), "mosis-portal-"));
afterAll(() => rmSync(folder, { recursive: true }));

const report = () => undefined;
const usual = { MOSIS_PORTAL_URL: "https://portal.example/", MOSIS_PORTAL_SECRET: "s".repeat(32), MOSIS_DATA: folder };

test("the portal answers with its accounts, and says what it was not given", async () => {
  const { app, note, close } = openPortal({ ...usual, MOSIS_ADDRESS_HEADER: "x-forwarded-for" }, report);
  expect(note).toContain("reads only");
  const get = (path: string) => app.request(`https://portal.example${path}`);
  expect((await get("/health")).status).toBe(200);
  const described = (await (await get("/openapi.json")).json()) as { readonly servers: readonly unknown[] };
  expect(described.servers).toEqual([{ url: "https://portal.example" }]);
  expect((await get("/apps")).status).toBe(401);
  expect((await get("/auth/me")).status).toBe(401);
  expect((await get("/store/apps")).status).toBe(501);
  const page = await get("/sign-in");
  expect(page.headers.get("content-security-policy")).toContain("style-src 'sha256-");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  await close();
  expect(existsSync(join(folder, "portal/accounts.db"))).toBe(true);
});

test("as a part of the server it answers its own errors, and the server those of other paths", async () => {
  const { app, close } = openPortal({ ...usual, MOSIS_ADDRESS_HEADER: "x-forwarded-for" }, report);
  const server = new Hono();
  server.get("/telemetry/health", (context) => context.text("ok"));
  server.route("/", app);
  answerErrors(server, report);
  const refused = await server.request("https://portal.example/apps");
  expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
  expect(refused.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect((await server.request("https://portal.example/apps", { method: "PUT" })).status).toBe(405);
  expect((await server.request("https://portal.example/nothing")).status).toBe(404);
  expect(await (await server.request("https://portal.example/telemetry/health")).text()).toBe("ok");
  await close();
});

test("without what it needs, every path of the portal names what is not set", async () => {
  const { app, note } = openPortal({ MOSIS_DATA: folder }, report);
  expect(note).toContain("MOSIS_PORTAL_URL and MOSIS_PORTAL_SECRET are not set");
  expect((await app.request("/apps/com.example.notes")).status).toBe(501);
});

test.for([
  ["MOSIS_PORTAL_URL", "portal"],
  ["MOSIS_PORTAL_URL", "http://portal.example"],
  ["MOSIS_PORTAL_URL", "https://portal.example/path"],
  ["MOSIS_GITHUB_CLIENT_ID", "id"],
  ["MOSIS_GOOGLE_CLIENT_SECRET", "secret"],
  ["MOSIS_MAIL_URL", "https://mail.example/emails"],
  ["MOSIS_PORTAL_SECRET", "short"],
  ["MOSIS_REGISTRY", "registry"],
  ["MOSIS_GITHUB_APP_ID", "mosis"],
  ["MOSIS_GITHUB_APP_KEY", "/nowhere/key.pem"],
  ["MOSIS_API_URL", "api"],
  ["MOSIS_UPLOADS", "https://s3.example/uploads"],
] as const)("%s that says %s stops the start, and says what to do", ([name, value]) => {
  const forge = { MOSIS_REGISTRY: "mosis/registry", MOSIS_GITHUB_APP_ID: "7", MOSIS_GITHUB_APP_KEY: "-----BEGIN" };
  const start = () => openPortal({ ...usual, ...forge, [name]: value }, report);
  expect(start).toThrow(
    expect.objectContaining({
      name: "ConfigurationError",
      message: expect.stringMatching(new RegExp(`^${name}.*[Ss]et `)),
    }),
  );
});
