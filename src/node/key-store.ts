import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { type KeyId, parseKeyId } from "../core/ids/ids.ts";
import { parseJson } from "../core/json/parse.ts";
import { isJsonObject } from "../core/json/value.ts";
import { type KeyObject, keyIdOf, keyObject, type PublicKey, publicKeyOf } from "../core/signing/public-key.ts";
import { fromHex } from "../core/bytes.ts";
import { nodeCrypto } from "./crypto.ts";
import { isEncryptedPem, type KeySigner } from "./key-file.ts";
import { mosisHome } from "./mosis-home.ts";

export type KeyStoreErrorCode = "exists" | "broken";

/** The folder of keys cannot do what was asked, or holds something wrong. */
export class KeyStoreError extends Error {
  override readonly name = "KeyStoreError";
  readonly code: KeyStoreErrorCode;
  constructor(code: KeyStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A key pair in the store. The private half stays in its file until it is opened. */
export interface StoredKey {
  readonly publicKey: PublicKey;
  readonly object: KeyObject;
  /** Absolute path of the PKCS#8 PEM file. */
  readonly path: string;
  readonly encrypted: boolean;
}

/** Both files of a key. */
export interface KeyPaths {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** `$MOSIS_HOME/keys`, by default in `~/.mosis`. */
export function keysFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(mosisHome(env), "keys");
}

/** Where a key of that id lives in a folder of keys. */
export function keyPaths(folder: string, keyid: KeyId): KeyPaths {
  return { privateKey: join(folder, `${keyid}${PRIVATE}`), publicKey: join(folder, `${keyid}${PUBLIC}`) };
}

/**
 * Every key in the folder, sorted by id; none where the folder does not exist. Needs no passphrase: the public half lies beside the
 * private one.
 *
 * @throws KeyStoreError when a private key lacks its public half, or the two do not belong together
 */
export async function listKeys(folder: string): Promise<readonly StoredKey[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  });
  const ids = names.flatMap((name) => (name.endsWith(PRIVATE) ? [parseKeyId(name.slice(0, -PRIVATE.length))] : []));
  const known = ids.filter((keyid) => keyid !== null).sort();
  return Promise.all(known.map((keyid) => readStoredKey(folder, keyid)));
}

/**
 * Keeps a new key: the private half in a file only its owner can read, the public half beside it.
 *
 * @param pem the private key as `generateKeyPem` made it
 * @throws KeyStoreError "exists" rather than overwrite anything
 */
export async function storeKey(folder: string, pem: string, signer: KeySigner): Promise<StoredKey> {
  const paths = keyPaths(folder, signer.key.keyid);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const publicText = `${JSON.stringify({ keyid: signer.key.keyid, ...signer.object }, null, 2)}\n`;
  await writeNew(paths.privateKey, pem, 0o600);
  await writeNew(paths.publicKey, publicText, 0o644);
  return { publicKey: signer.key, object: signer.object, path: paths.privateKey, encrypted: isEncryptedPem(pem) };
}

/** Reads a public key object as JSON, with or without its `keyid`; null when it is none, or the id is another key's. */
export function parsePublicKeyJson(bytes: Uint8Array): { key: PublicKey; object: KeyObject } | null {
  const parsed = parseJson(bytes, PUBLIC);
  if (!parsed.ok || !isJsonObject(parsed.document.value)) return null;
  const { keytype, scheme, keyval, keyid } = parsed.document.value;
  if (keytype !== "ed25519" || scheme !== "ed25519" || !isJsonObject(keyval)) return null;
  const raw = typeof keyval["public"] === "string" ? fromHex(keyval["public"]) : null;
  if (raw === null) return null;
  const object = keyObject(raw);
  const key = publicKeyOf(object, nodeCrypto.sha256);
  if (key === null || (keyid !== undefined && keyid !== keyIdOf(object, nodeCrypto.sha256))) return null;
  return { key, object };
}

const PRIVATE = ".pem";
const PUBLIC = ".pub.json";

/**
 * One key of the folder.
 *
 * @throws KeyStoreError as {@link listKeys}
 */
export async function readStoredKey(folder: string, keyid: KeyId): Promise<StoredKey> {
  const paths = keyPaths(folder, keyid);
  const pem = await readFile(paths.privateKey, "utf8");
  const bytes = await readFile(paths.publicKey).catch((cause: unknown) => {
    if (!isCode(cause, "ENOENT")) throw cause;
    throw new KeyStoreError("broken", `The key ${paths.privateKey} lacks its public half ${keyid}${PUBLIC}.`, {
      cause,
    });
  });
  const parsed = parsePublicKeyJson(bytes);
  if (parsed?.key.keyid !== keyid) {
    throw new KeyStoreError("broken", `The file ${paths.publicKey} is not the public half of the key ${keyid}.`);
  }
  return { publicKey: parsed.key, object: parsed.object, path: paths.privateKey, encrypted: isEncryptedPem(pem) };
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    const file = await open(path, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cause;
    throw new KeyStoreError("exists", `There is a file ${path} already; it is not overwritten.`, { cause });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
