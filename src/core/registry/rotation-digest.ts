import type { RotationBody } from "./documents.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";

/** By what the next rotation, pins and statements of the offline keys name a rotation: SHA-256 of the canonical bytes of its body. */
export function rotationDigest(body: RotationBody, sha256: Sha256Function): Sha256 {
  return toHex(sha256(canonicalize(body))) as Sha256;
}
