import { createPublicKey, generateKeyPair } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { PORTAL_APP } from "./cast.ts";
import { REGISTRY } from "./seed-registry.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { ForgeApp } from "../forge/apps.ts";

const RSA_BITS = 2048;

/** The App with the key in a file, which is made when there is none. */
export async function portalApp(keyFile: string): Promise<ForgeApp & { readonly privateKey: string }> {
  if (!existsSync(keyFile)) {
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: RSA_BITS });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    await writeAtomically(keyFile, Buffer.from(pem), 0o600);
  }
  const privateKey = await readFile(keyFile, "utf8");
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  return {
    ...PORTAL_APP,
    publicKey,
    privateKey,
    repository: { owner: REGISTRY.owner, name: REGISTRY.repo },
    permissions: { contents: "write", "pull-requests": "write", checks: "read" },
  };
}
