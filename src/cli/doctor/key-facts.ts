import { readdir, readFile, stat } from "node:fs/promises";

import type { KeyFacts, SetupFacts } from "../../core/doctor/setup-facts.ts";
import { type KeyId, parseKeyId } from "../../core/ids/ids.ts";
import { hasFileModes } from "../../node/host.ts";
import { isEncryptedPem, openKeyPem } from "../../node/key-file.ts";
import { keyPaths, readStoredKey } from "../../node/key-store.ts";
import { isMissing } from "../errors/is-missing.ts";

/** Permission bits of a file's mode. */
const PERMISSIONS = 0o777;

/** What there is to know of the folder of keys. A key that cannot be read is a fact like any other. */
export async function keyFacts(folder: string): Promise<Pick<SetupFacts, "keyFolder" | "keys">> {
  const names = await readdir(folder).catch((error: unknown) => (isMissing(error) ? [] : reasonOf(error)));
  if (typeof names === "string") return { keyFolder: { path: folder, mode: null, trouble: names }, keys: [] };
  const ids = names.flatMap((name) => (name.endsWith(".pem") ? [parseKeyId(name.slice(0, -".pem".length))] : []));
  const known = ids.filter((keyid) => keyid !== null).sort();
  return {
    keyFolder: { path: folder, mode: await modeOf(folder), trouble: null },
    keys: await Promise.all(known.map((keyid) => oneKey(folder, keyid))),
  };
}

async function oneKey(folder: string, keyid: KeyId): Promise<KeyFacts> {
  const path = keyPaths(folder, keyid).privateKey;
  const facts = { path, mode: await modeOf(path) };
  try {
    const { encrypted } = await readStoredKey(folder, keyid);
    const pem = await readFile(path, "utf8");
    if (isEncryptedPem(pem)) return { ...facts, encrypted, trouble: null };
    const isOwn = openKeyPem(pem, null).key.keyid === keyid;
    return { ...facts, encrypted, trouble: isOwn ? null : `The key in \`${path}\` is not the one that its name says.` };
  } catch (error) {
    return { ...facts, encrypted: false, trouble: `\`${path}\` cannot be used: ${reasonOf(error)}` };
  }
}

async function modeOf(path: string): Promise<number | null> {
  const found = hasFileModes ? await stat(path).catch(() => null) : null;
  return found === null ? null : found.mode & PERMISSIONS;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
