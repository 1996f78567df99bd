import { Point } from "@noble/ed25519";

import { concatBytes, equalBytes } from "../bytes.ts";
import type { CryptoPort, Sha256Function } from "../crypto.ts";

/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/**
 * The crypto port in pure JavaScript, for hosts without node:crypto. `@noble/ed25519` itself verifies with the cofactored
 * equation, which accepts signatures that libsodium refuses; so only its curve arithmetic is used here.
 *
 * @param digests the host's SHA-256 and SHA-512
 */
export function nobleCrypto(digests: { readonly sha256: Sha256Function; readonly sha512: Sha256Function }): CryptoPort {
  return {
    sha256: digests.sha256,
    verifyEd25519(signature, message, publicKey) {
      try {
        const r = signature.slice(0, 32);
        const s = fromLittleEndian(signature.subarray(32));
        if (s >= L) return false;
        const a = Point.fromBytes(publicKey.slice());
        const k = fromLittleEndian(digests.sha512(concatBytes([r, publicKey, message]))) % L;
        const check = Point.BASE.multiply(s, false).subtract(a.multiply(k, false));
        return equalBytes(check.toBytes(), r);
      } catch {
        // Point.fromBytes throws on bytes that are no point of the curve.
        return false;
      }
    },
  };
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  let number = 0n;
  for (const byte of bytes.toReversed()) number = (number << 8n) | BigInt(byte);
  return number;
}
