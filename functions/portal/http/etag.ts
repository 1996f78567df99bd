import { toHex } from "../../../src/core/bytes.ts";
import type { Sha256Function } from "../../../src/core/crypto.ts";

/** Hex digits of the digest that tell answers apart. */
const DIGITS = 32;

/** The entity tag of an answer: another one for every other body. */
export function etagOf(body: object, sha256: Sha256Function): string {
  return `"${toHex(sha256(new TextEncoder().encode(JSON.stringify(body)))).slice(0, DIGITS)}"`;
}

/** Whether a list of `If-Match` or `If-None-Match` (RFC 9110, 13.1) has a tag. */
export function hasTag(list: string, etag: string): boolean {
  return list.trim() === "*" || list.split(",").some((each) => each.trim().replace(/^W\//, "") === etag);
}
