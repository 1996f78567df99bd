import type { CryptoPort } from "../crypto.ts";

/**
 * Ed25519 with libsodium's verdicts, whatever the back end: S < L, A and R canonical and not of small order, cofactorless
 * equation. RFC 8032 leaves these open and implementations differ (Chalkias et al., "Taming the many EdDSAs", 2020), so two
 * devices could disagree about one package.
 *
 * @param signature 64 bytes: R, then S little-endian
 * @param publicKey 32 bytes: A
 */
export function verifyStrict(
  crypto: Pick<CryptoPort, "verifyEd25519">,
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const r = signature.subarray(0, 32);
  const s = signature.subarray(32);
  if (!isBelow(s, L) || !isSafePoint(publicKey) || !isSafePoint(r)) return false;
  return crypto.verifyEd25519(signature, message, publicKey);
}

// The numbers below are little-endian bytes, as in RFC 8032 section 5.1.

/** Group order 2^252 + 27742317777372353535851937790883648493. */
const L = littleEndian(2n ** 252n + 27742317777372353535851937790883648493n);
const P_NUMBER = 2n ** 255n - 19n;
/** Field prime 2^255 - 19. */
const P = littleEndian(P_NUMBER);

/** y coordinates of the eight points whose order divides 8: 1, -1, 0 and the two of order 8. */
const SMALL_ORDER_Y: readonly Uint8Array[] = [
  0n,
  1n,
  P_NUMBER - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
].map(littleEndian);

function isSafePoint(encoded: Uint8Array): boolean {
  const y = encoded.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  return isBelow(y, P) && !SMALL_ORDER_Y.some((small) => small.every((byte, index) => byte === y[index]));
}

function isBelow(number: Uint8Array, bound: Uint8Array): boolean {
  for (let index = 31; index >= 0; index -= 1) {
    const difference = (number[index] ?? 0) - (bound[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function littleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn));
}
