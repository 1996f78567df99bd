import { expect, test } from "vitest";

import { cacheControlOf, cacheRules, httpHeaders, securityHeadersOf } from "./http-headers.ts";

test.for([
  ["/tuf/timestamp.json", 60],
  ["/tuf/2.root.json", 300],
  ["/tuf/7.snapshot.json", 31_536_000],
  ["/targets/apps/00.com.example.notes.json", 31_536_000],
  ["/packages/com.example.notes/1/package.mosis", 31_536_000],
  ["/packages/com.example.notes/1/signature.sig", 300],
  ["/assets/com.example.notes/icon-64.png", 300],
  ["/v1/apps.json", 300],
  ["/feeds/apps/com.example.notes.atom", 300],
  ["/badges/com.example.notes.svg", 300],
  ["/pictures/00-448.1.webp", 31_536_000],
] as const)("%s may be kept for %d seconds", ([path, seconds]) => {
  expect(cacheControlOf(path)).toContain(`max-age=${seconds}`);
  expect(cacheControlOf(path).includes("immutable")).toBe(seconds === 31_536_000);
});

test("stays below the 100 rules that Cloudflare reads, each of which drops the header of those before", () => {
  const text = httpHeaders();
  expect(text.match(/^\//gm)?.length).toBeLessThan(100);
  expect(text.match(/^ {2}! Cache-Control$/gm)).toHaveLength(cacheRules.length);
  expect(text).toContain("/*\n  X-Content-Type-Options: nosniff\n");
});

test("no page can be framed, and a picture that is opened by itself can do nothing", () => {
  expect(securityHeadersOf("/apps/x/")["Content-Security-Policy"]).toBe("frame-ancestors 'none'");
  expect(securityHeadersOf("/assets/x/icon.svg")["Content-Security-Policy"]).toBe(
    "frame-ancestors 'none', default-src 'none'; sandbox",
  );
  expect(httpHeaders()).toContain("/assets/*\n  Content-Security-Policy: default-src 'none'; sandbox\n");
});

test("other pages may read the API and nothing else", () => {
  const origins = ["/v1/apps.json", "/tuf/timestamp.json", "/"].map(
    (path) => securityHeadersOf(path)["Access-Control-Allow-Origin"],
  );
  expect(origins).toEqual(["*", undefined, undefined]);
});
