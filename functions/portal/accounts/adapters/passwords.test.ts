import { scryptSync } from "node:crypto";

import { expect, test } from "vitest";

import { nodePasswords } from "./passwords.ts";

test("a password is told from others by its hash, which no two share", async () => {
  const [hash, other] = await Promise.all([nodePasswords.hash("pässword"), nodePasswords.hash("pässword")]);
  expect(hash).not.toBe(other);
  expect(await nodePasswords.verify(hash, "pässword")).toBe(true);
  // The same letter, as another keyboard sends it.
  expect(await nodePasswords.verify(hash, "pa\u0308ssword")).toBe(true);
  expect(await nodePasswords.verify(hash, "passwort")).toBe(false);
});

test("a hash says how it was made, so that older ones still work", async () => {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync("old", salt, 32, { N: 1024, r: 8, p: 1 });
  const hash = `scrypt$1024$8$1$${salt.toString("base64url")}$${key.toString("base64url")}`;
  expect(await nodePasswords.verify(hash, "old")).toBe(true);
  expect(await nodePasswords.verify("", "old")).toBe(false);
  expect(await nodePasswords.verify("md5$x", "old")).toBe(false);
});
