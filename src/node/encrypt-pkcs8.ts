import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** What OWASP advises for PBKDF2 with HMAC-SHA-256 (2023). OpenSSL and node:crypto write 2,048, which a graphics card walks over. */
const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const IV_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Encrypts a PKCS#8 private key with a passphrase: PBES2 of PBKDF2 and AES-256-CBC (RFC 8018 section 6.2), which every OpenSSL
 * since 1.0 reads.
 *
 * @param privateKey DER of PrivateKeyInfo
 * @returns PEM
 */
export function encryptPkcs8(privateKey: Uint8Array, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-cbc", pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256"), iv);
  const encrypted = Buffer.concat([cipher.update(privateKey), cipher.final()]);
  const derivation = sequence(oid.pbkdf2, sequence(octets(salt), integer(ITERATIONS), sequence(oid.hmacSha256, NULL)));
  const scheme = sequence(derivation, sequence(oid.aes256Cbc, octets(iv)));
  const document = sequence(sequence(oid.pbes2, scheme), octets(encrypted));
  const lines = document.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN ENCRYPTED PRIVATE KEY-----", ...lines, "-----END ENCRYPTED PRIVATE KEY-----", ""].join("\n");
}

/** Object identifiers with tag and length (RFC 8018 appendix B). */
const oid = {
  pbes2: Buffer.from("06092a864886f70d01050d", "hex"),
  pbkdf2: Buffer.from("06092a864886f70d01050c", "hex"),
  hmacSha256: Buffer.from("06082a864886f70d0209", "hex"),
  aes256Cbc: Buffer.from("060960864801650304012a", "hex"),
} as const;

const NULL = Buffer.from("0500", "hex");

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function octets(bytes: Uint8Array): Buffer {
  return der(0x04, bytes);
}

function integer(value: number): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  // A first bit that is set would make it negative.
  return der(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
}

/** Tag, length in as few bytes as it takes, value (X.690 section 8.1). */
function der(tag: number, value: Uint8Array): Buffer {
  const length =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), value]);
}
