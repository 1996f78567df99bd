import { expect, test } from "vitest";

import { scryptPasswords } from "./passwords.ts";

const quick = scryptPasswords({ N: 1024, r: 8, p: 1 });

test("a password is told from others by its hash, which no two share", async () => {
  const hash = await quick.hash("pässword");
  expect(await quick.hash("pässword")).not.toBe(hash);
  expect(await quick.verify(hash, "pässword")).toBe(true);
  // The same letter, as another keyboard sends it.
  expect(await quick.verify(hash, "pa\u0308ssword")).toBe(true);
  expect(await quick.verify(hash, "passwort")).toBe(false);
  expect(await quick.verify("", "pässword")).toBe(false);
  expect(await quick.verify("md5$1$1$1$aaaa$aaaa", "pässword")).toBe(false);
});

test("a hash says how it was made, so that a higher cost later locks nobody out", async () => {
  const hash = await quick.hash("old password");
  expect(hash).toMatch(/^scrypt\$1024\$8\$1\$/);
  expect(await scryptPasswords().verify(hash, "old password")).toBe(true);
});
