import { beforeEach, expect, test } from "vitest";

import { PortalKit } from "../testing/portal-kit.ts";
import { limits } from "../../shared/limits.ts";

let kit: PortalKit;
beforeEach(() => {
  kit = new PortalKit();
});

test("whoever guesses keys is stopped, and members with the same address are not", async () => {
  const { limit } = limits.rates.anonymousReads;
  for (let guess = 0; guess < limit; guess += 1) {
    expect((await kit.send("GET", "/apps", { as: `guess-${guess}` })).status).toBe(401);
  }
  const stopped = await kit.send("GET", "/apps", { as: "another" });
  expect(stopped).toMatchObject({ status: 429, problem: "too-many-requests" });
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await kit.send("GET", "/apps")).status).toBe(200);
});

test("what is left of a limit is said with every answer", async () => {
  const { headers } = await kit.send("GET", "/apps");
  expect(headers.get("ratelimit-policy")).toBe('"reads";q=600;w=60');
  expect(headers.get("ratelimit")).toBe('"reads";r=599;t=1');
});

test("pages of the store may read with cookies, pages of others may not", async () => {
  const get = (origin: string) => kit.send("GET", "/apps", { headers: { origin } });
  const own = (await get("https://store.example")).headers;
  expect(own.get("access-control-allow-origin")).toBe("https://store.example");
  expect(own.get("access-control-allow-credentials")).toBe("true");
  expect(own.get("vary")).toContain("Origin");
  const other = (await get("https://evil.example")).headers;
  expect(other.get("access-control-allow-origin")).toBeNull();
  expect((await get("null")).headers.get("access-control-allow-origin")).toBeNull();
});

test("browsers learn what those pages may send before they send it", async () => {
  const ask = (origin: string) =>
    kit.send("OPTIONS", "/apps", { as: null, headers: { origin, "access-control-request-method": "POST" } });
  const allowed = await ask("https://portal.example");
  expect(allowed).toMatchObject({ status: 204, body: null });
  expect(allowed.headers.get("access-control-allow-methods")).toContain("PATCH");
  expect(allowed.headers.get("access-control-allow-headers")).toContain("if-match");
  expect((await ask("https://evil.example")).headers.get("access-control-allow-methods")).toBeNull();
});

test("answers load nothing, are framed nowhere, and are no page", async () => {
  const { headers } = await kit.send("GET", "/health", { as: null });
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  expect(headers.get("strict-transport-security")).toContain("max-age=");
});
