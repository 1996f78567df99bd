import { createHash } from "node:crypto";

/** Characters of a digest that tell two states of a page apart: 132 bits. */
const LENGTH = 22;

/** A short name for what some texts and bytes hold together. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("base64url").slice(0, LENGTH);
}
