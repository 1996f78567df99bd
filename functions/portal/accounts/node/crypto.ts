import { hash } from "node:crypto";

import type { CryptoPort } from "../../../../src/core/crypto.ts";
import { nobleCrypto } from "../../../../src/core/signing/noble.ts";

/** What signatures of developers are checked with, on Node. */
export const nodeCrypto: CryptoPort = nobleCrypto({
  sha256: (bytes) => hash("sha256", bytes, "buffer"),
  sha512: (bytes) => hash("sha512", bytes, "buffer"),
});
