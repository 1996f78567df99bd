import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";

import { describe, expect, test } from "vitest";

import { nodeCrypto } from "./crypto.ts";
import { ephemeralSigner, generateKeyPem, isEncryptedPem, KeyFileError, openKeyPem } from "./key-file.ts";
import { fromHex, toHex } from "../core/bytes.ts";
import { Bug } from "../core/findings/bug.ts";
import { keyIdOf } from "../core/signing/public-key.ts";
import { verifyStrict } from "../core/signing/verify-strict.ts";

const PASSPHRASE = "correct horse 🐴 é";
const message = new TextEncoder().encode("message");
const encrypted = generateKeyPem(PASSPHRASE);

function openssl(args: readonly string[], input: string): string {
  return execFileSync("openssl", args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

describe("a generated key", () => {
  test("signs what its public half verifies, and knows its TUF id", () => {
    const { key, object, sign } = openKeyPem(generateKeyPem(null), null);
    const signature = fromHex(sign(message)) ?? new Uint8Array();
    expect(verifyStrict(nodeCrypto, signature, message, key.bytes)).toBe(true);
    expect(object.keyval.public).toBe(toHex(key.bytes));
    expect(key.keyid).toBe(keyIdOf(object, nodeCrypto.sha256));
  });

  test("opens with its passphrase only", () => {
    expect(isEncryptedPem(encrypted)).toBe(true);
    expect(openKeyPem(encrypted, PASSPHRASE).key.bytes).toHaveLength(32);
    expect(codeOf(() => openKeyPem(encrypted, null))).toBe("passphrase-needed");
    expect(codeOf(() => openKeyPem(encrypted, `${PASSPHRASE} `))).toBe("passphrase-wrong");
    expect(codeOf(() => openKeyPem(encrypted, ""))).toBe("passphrase-wrong");
  });

  test("is the same key to OpenSSL, encrypted or not", () => {
    for (const [pem, passphrase] of [
      [encrypted, PASSPHRASE],
      [generateKeyPem(null), null],
    ] as const) {
      const text = openssl(["pkey", "-passin", `pass:${passphrase ?? ""}`, "-text", "-noout"], pem);
      const pub = text.split("pub:")[1]?.replaceAll(/[\s:]/g, "");
      expect(text).toContain("ED25519 Private-Key:");
      expect(pub).toBe(toHex(openKeyPem(pem, passphrase).key.bytes));
    }
  });

  test("takes whoever guesses its passphrase 600,000 hashes a guess", () => {
    const iterations = /PBKDF2[^]*?INTEGER +:([0-9A-F]+)/.exec(openssl(["asn1parse"], encrypted))?.[1];
    expect(Number.parseInt(iterations ?? "0", 16)).toBe(600_000);
  });

  test("never has an empty passphrase", () => {
    expect(() => generateKeyPem("")).toThrow(Bug);
  });

  test("opens although a passphrase is given that it does not need", () => {
    expect(openKeyPem(generateKeyPem(null), "needless").key.bytes).toHaveLength(32);
  });
});

describe("what OpenSSL wrote", () => {
  const pem = openssl(["genpkey", "-algorithm", "ed25519"], "");

  test.for([
    ["in the clear", []],
    ["encrypted with its defaults", ["-aes-256-cbc"]],
    ["encrypted with another cipher", ["-aes-128-cbc"]],
  ] as const)("opens %s", ([, cipher]) => {
    const args = ["pkey", ...cipher, "-passout", "pass:secret"];
    expect(openKeyPem(openssl(args, pem), cipher.length === 0 ? null : "secret").key).toEqual(
      openKeyPem(pem, null).key,
    );
  });

  test("is refused when it is another kind of key, or none", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const rsa = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(codeOf(() => openKeyPem(rsa, null))).toBe("not-ed25519");
    expect(codeOf(() => openKeyPem(openssl(["genpkey", "-algorithm", "x25519"], ""), null))).toBe("not-ed25519");
    expect(codeOf(() => openKeyPem(openssl(["pkey", "-pubout"], pem), null))).toBe("unreadable");
    expect(codeOf(() => openKeyPem(pem.slice(0, 60), null))).toBe("unreadable");
    expect(codeOf(() => openKeyPem("", null))).toBe("unreadable");
  });
});

test("ephemeral keys are all different", () => {
  expect(ephemeralSigner().key.keyid).not.toBe(ephemeralSigner().key.keyid);
});

function codeOf(open: () => unknown): string {
  try {
    open();
    return "none";
  } catch (error) {
    return error instanceof KeyFileError ? error.code : String(error);
  }
}
