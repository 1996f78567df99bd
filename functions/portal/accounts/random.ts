import { toHex } from "../../../src/core/bytes.ts";

const encoder = new TextEncoder();

/** Random bytes as base64url, without padding. */
export function randomToken(bytes: number): string {
  const base64 = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** SHA-256 of a text, hex. Enough for secrets of 32 random bytes, which nobody guesses. */
export async function sha256Hex(secret: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(secret))));
}
