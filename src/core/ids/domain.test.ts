import { describe, expect, test } from "vitest";

import { idMatchesDomain, isDomain } from "./domain.ts";
import type { AppId } from "./ids.ts";

describe("a domain", () => {
  test.for([
    "example.com",
    "a.b.c.example.co.uk",
    "3com.com",
    "ada.github.io",
    "xn--mnchen-3ya.de",
    "example.xn--p1ai",
    `${"a".repeat(63)}.com`,
  ])("may be %s", (text) => {
    expect(isDomain(text)).toBe(true);
  });

  test.for([
    "",
    "com",
    "localhost",
    "Example.com",
    "example.com.",
    ".example.com",
    "example..com",
    "example.com:443",
    "https://example.com",
    "example.com/x",
    "ada@example.com",
    "*.example.com",
    "ex_ample.com",
    "-a.example.com",
    "a-.example.com",
    "münchen.de",
    "127.0.0.1",
    "127.1",
    "0x7f.0x1",
    "[::1]",
    "2130706433",
    "example.com\n",
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(126)}com`,
  ])("is not %j", (text) => {
    expect(isDomain(text)).toBe(false);
  });
});

describe("the id of an app", () => {
  const matches = (app: string, ...domains: readonly string[]): boolean => idMatchesDomain(app as AppId, domains);

  test("lies below a domain whose name it begins with, backwards", () => {
    expect(matches("com.example.notes", "example.com")).toBe(true);
    expect(matches("com.example.apps.notes", "other.org", "example.com")).toBe(true);
    expect(matches("io.github.ada.notes", "ada.github.io")).toBe(true);
  });

  test("lies below no other domain", () => {
    expect(matches("com.example.notes")).toBe(false);
    expect(matches("com.example.notes", "notes.example.com")).toBe(false);
    expect(matches("com.examples.notes", "example.com")).toBe(false);
    expect(matches("com.example.notes", "example.co", "ample.com", "127.0.0.1:8080")).toBe(false);
    expect(matches("org.example.com", "com.example.org")).toBe(false);
  });
});
