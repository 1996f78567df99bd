import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { generateKeyPem, openKeyPem } from "./key-file.ts";
import { keyPaths, keysFolder, listKeys, parsePublicKeyJson, storeKey } from "./key-store.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

test("keys live in MOSIS_HOME, by default below the home folder", () => {
  expect(keysFolder({ MOSIS_HOME: "/srv/mosis" })).toBe(join("/srv/mosis", "keys"));
  expect(keysFolder({})).toBe(join(homedir(), ".mosis", "keys"));
  expect(keysFolder({ MOSIS_HOME: "" })).toBe(join(homedir(), ".mosis", "keys"));
});

test("keeps a key where only its owner can read it", async () => {
  const { folder, stored } = await storedKey("secret");
  expect(statSync(stored.path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(stored.encrypted).toBe(true);
});

test("OpenSSL reads the keys it keeps", async () => {
  const { stored } = await storedKey("secret");
  const args = ["pkey", "-in", stored.path, "-passin", "pass:secret", "-pubout", "-outform", "DER"];
  const spki = execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] });
  expect(spki.subarray(-32).toString("hex")).toBe(stored.object.keyval.public);
});

test("lists keys sorted by id, without their passphrases", async () => {
  const folder = join(temporaryFolder(), "keys");
  const ids: string[] = [];
  for (const passphrase of [null, "secret", null]) ids.push((await add(folder, passphrase)).publicKey.keyid);
  writeFileSync(join(folder, "notes.txt"), "not a key");
  const keys = await listKeys(folder);
  expect(keys.map(({ publicKey }) => publicKey.keyid)).toEqual(ids.toSorted());
  expect(keys.filter(({ encrypted }) => encrypted)).toHaveLength(1);
});

test("has no keys where there is no folder", async () => {
  expect(await listKeys(join(temporaryFolder(), "keys"))).toEqual([]);
});

test("never overwrites a key", async () => {
  const folder = join(temporaryFolder(), "keys");
  const pem = generateKeyPem(null);
  const signer = openKeyPem(pem, null);
  await storeKey(folder, pem, signer);
  await expect(storeKey(folder, "something else", signer)).rejects.toMatchObject({ code: "exists" });
  expect(readFileSync(keyPaths(folder, signer.key.keyid).privateKey, "utf8")).toBe(pem);
});

test("reports a key without its public half", async () => {
  const { folder, stored } = await storedKey(null);
  rmSync(keyPaths(folder, stored.publicKey.keyid).publicKey);
  await expect(listKeys(folder)).rejects.toMatchObject({ code: "broken", message: expect.stringContaining("lacks") });
});

test("reports a public half of another key", async () => {
  const { folder, stored } = await storedKey(null);
  const other = await add(folder, null);
  const from = keyPaths(folder, other.publicKey.keyid).publicKey;
  writeFileSync(keyPaths(folder, stored.publicKey.keyid).publicKey, readFileSync(from));
  await expect(listKeys(folder)).rejects.toMatchObject({ code: "broken" });
});

test("reads a key object with or without its id, and nothing else", async () => {
  const { folder, stored } = await storedKey(null);
  const bytes = readFileSync(keyPaths(folder, stored.publicKey.keyid).publicKey);
  expect(parsePublicKeyJson(bytes)?.key).toEqual(stored.publicKey);
  expect(parsePublicKeyJson(Buffer.from(JSON.stringify(stored.object)))?.object).toEqual(stored.object);
  for (const text of ["", "{", "[]", "{}", '{"keytype":"rsa"}']) {
    expect(parsePublicKeyJson(Buffer.from(text))).toBeNull();
  }
  const wrongId = JSON.stringify({ ...stored.object, keyid: "0".repeat(64) });
  expect(parsePublicKeyJson(Buffer.from(wrongId))).toBeNull();
  const short = JSON.stringify({ ...stored.object, keyval: { public: "00" } });
  expect(parsePublicKeyJson(Buffer.from(short))).toBeNull();
  expect(existsSync(stored.path)).toBe(true);
});

async function storedKey(passphrase: string | null) {
  const folder = join(temporaryFolder(), "home", "keys");
  return { folder, stored: await add(folder, passphrase) };
}

function add(folder: string, passphrase: string | null) {
  const pem = generateKeyPem(passphrase);
  return storeKey(folder, pem, openKeyPem(pem, passphrase));
}
