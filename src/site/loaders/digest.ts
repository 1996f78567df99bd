import { hash } from "node:crypto";

/** Characters of a digest that tell two states of a page apart: 132 bits. */
const LENGTH = 22;

/** A short name for what a text says. */
export function digestOf(text: string): string {
  return hash("sha256", text, "base64url").slice(0, LENGTH);
}
