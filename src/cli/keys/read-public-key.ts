import { createPublicKey, type KeyObject as NodeKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { findStoredKey, noSuchKey } from "./find-key.ts";
import { keyObject, publicKeyOf, type PublicKey } from "../../core/signing/public-key.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { parsePublicKeyJson, type StoredKey } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";
import { isMissing } from "../errors/is-missing.ts";

/**
 * The public key somebody names: a stored key by its id, or a file with a key object as JSON or a key as PEM. A PEM file may hold
 * the private key as long as it is not encrypted.
 */
export async function readPublicKey(given: string, stored: readonly StoredKey[], cwd: string): Promise<PublicKey> {
  const known = findStoredKey(stored, given);
  if (known !== null) return known.publicKey;
  const bytes = await readFile(resolve(cwd, given)).catch((error: unknown) => {
    throw isMissing(error) ? noSuchKey(given) : error;
  });
  const key = bytes.includes("-----BEGIN ") ? fromPem(bytes) : (parsePublicKeyJson(bytes)?.key ?? null);
  if (key !== null) return key;
  throw new CliError(
    "key-unreadable",
    `The file \`${given}\` holds no public Ed25519 key.`,
    "Name a `.pub.json` file of `mosis keys`, or a PEM file that `openssl pkey -pubout` wrote.",
  );
}

function fromPem(bytes: Buffer): PublicKey | null {
  let key: NodeKey;
  try {
    key = createPublicKey(bytes);
  } catch {
    return null;
  }
  const { crv, x } = key.export({ format: "jwk" });
  if (crv !== "Ed25519" || x === undefined) return null;
  return publicKeyOf(keyObject(new Uint8Array(Buffer.from(x, "base64url"))), nodeCrypto.sha256);
}
