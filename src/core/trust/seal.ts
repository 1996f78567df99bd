import { TUF_SPEC_VERSION } from "./metadata.ts";
import { formatTime } from "./time.ts";
import { TrustError } from "./trust-error.ts";
import { concatBytes } from "../bytes.ts";
import type { JsonObject } from "../json/value.ts";
import type { Signer } from "../signing/signatures.ts";

/** The fields that begin every metadata body. */
export function bodyStart(type: string, version: number, expires: Date): JsonObject {
  return { _type: type, spec_version: TUF_SPEC_VERSION, version, expires: formatTime(expires) };
}

/** A file canonical at rest from the canonical bytes of its body, which are not looked at again. */
export function seal(body: Uint8Array, signer: Signer): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const signature = `{"keyid":"${signer.key.keyid}","sig":"${signer.sign(body)}"}`;
  return concatBytes([encoder.encode(`{"signatures":[${signature}],"signed":`), body, encoder.encode("}")]);
}

/** @throws TrustError `too-large` for a file that clients would refuse */
export function requireSize(bytes: Uint8Array, maxBytes: number, file: string): void {
  if (bytes.length <= maxBytes) return;
  const advice = "A ceremony can raise bit_length, so that a bin holds fewer apps.";
  throw new TrustError("too-large", file, `It has ${bytes.length} bytes, more than ${maxBytes}. ${advice}`);
}
