/** SHA-256 (FIPS 180-4): 32 bytes. */
export type Sha256Function = (bytes: Uint8Array) => Uint8Array;

/** The primitives a host lends to the core. `src/node` has the one on node:crypto; `signing/noble` the one for browsers. */
export interface CryptoPort {
  readonly sha256: Sha256Function;
  /**
   * Cofactorless Ed25519 verification (RFC 8032 section 5.1.7) of a 64-byte signature under a 32-byte key. May be laxer than
   * libsodium about encodings: callers go through `verifyStrict`, which closes the gap.
   */
  verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}
