import * as crypto from "node:crypto";

import type { CryptoPort } from "../core/crypto.ts";

// DER of SubjectPublicKeyInfo for Ed25519 up to the key's 32 bytes (RFC 8410 section 4).
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** The core's crypto port on node:crypto. */
export const nodeCrypto: CryptoPort = {
  sha256: (bytes) => crypto.hash("sha256", bytes, "buffer"),
  verifyEd25519(signature, message, publicKey) {
    try {
      const key = crypto.createPublicKey({
        key: Buffer.concat([SPKI_PREFIX, publicKey]),
        format: "der",
        type: "spki",
      });
      return crypto.verify(null, message, key, signature);
    } catch {
      // OpenSSL throws on key bytes it cannot read; such a key verifies nothing.
      return false;
    }
  },
};
