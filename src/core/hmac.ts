import type { Sha256Function } from "./crypto.ts";

/** Bytes of a block of SHA-256. */
const BLOCK = 64;

/** HMAC-SHA256 (RFC 2104): 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array, sha256: Sha256Function): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? sha256(key) : key);
  const padded = (byte: number): Uint8Array => block.map((each) => each ^ byte);
  return sha256(joined(padded(0x5c), sha256(joined(padded(0x36), message))));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
