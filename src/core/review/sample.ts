import type { Sha256Function } from "../crypto.ts";
import type { Finding } from "../findings/finding.ts";
import { finding } from "../findings/finding.ts";
import { hmacSha256 } from "../hmac.ts";
import type { Sha256 } from "../ids/ids.ts";

/** One version in this many is looked at although nothing asks for it. */
const ONE_IN = 100;
/** Bytes below which anybody could find the secret by trying. */
export const MIN_SECRET_BYTES = 16;

/**
 * Whether the sample draws a package. Nobody without the secret of the landing job can tell before; with it, anybody can check every
 * draw that decisions record.
 *
 * @throws RangeError for a secret that is too short
 */
export function isSampled(contentDigest: Sha256, secret: Uint8Array, sha256: Sha256Function): boolean {
  if (secret.length < MIN_SECRET_BYTES) {
    throw new RangeError(
      `The secret of the sample has ${secret.length} bytes; at least ${MIN_SECRET_BYTES} are needed.`,
    );
  }
  const drawn = hmacSha256(secret, new TextEncoder().encode(`mosis-sample:${contentDigest}`), sha256);
  const [a = 0, b = 0, c = 0, d = 0] = drawn;
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % ONE_IN === 0;
}

/** Asks for the person that the sample asks for. */
export function sampleFinding(): Finding {
  return finding("risk/sample", { message: "The sample of versions that need nobody drew this one." });
}
