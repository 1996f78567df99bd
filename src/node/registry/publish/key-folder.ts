import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ONLINE_ROLES, type OnlineKeys, type OnlineRole } from "../trust/trust-init.ts";
import { generateKeyPem, type KeySigner, openKeyPem } from "../../key-file.ts";

/** Writes a new key with mode 0600, never over an old one; a folder that it has to make gets mode 0700. */
export async function createKey(path: string, passphrase: string | null): Promise<KeySigner> {
  const pem = generateKeyPem(passphrase);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, pem, { mode: 0o600, flag: "wx" });
  return openKeyPem(pem, passphrase);
}

/** Makes the four keys of the signing job in a folder, as `<role>.pem`. */
export async function createOnlineKeys(folder: string): Promise<OnlineKeys> {
  return onlineKeys((role) => createKey(join(folder, `${role}.pem`), null));
}

/** Opens the four keys of the signing job. */
export async function openOnlineKeys(folder: string): Promise<OnlineKeys> {
  return onlineKeys(async (role) => openKeyPem(await readFile(join(folder, `${role}.pem`), "utf8"), null));
}

/** Opens the four keys from PEM texts by role, such as a job gets them as secrets. Throws when one is missing. */
export function onlineKeysOf(pems: Readonly<Record<OnlineRole, string | undefined>>): Promise<OnlineKeys> {
  return onlineKeys(async (role) => {
    const pem = pems[role];
    if (pem === undefined || pem === "") throw new Error(`There is no ${role} key.`);
    return openKeyPem(pem, null);
  });
}

async function onlineKeys(open: (role: OnlineRole) => Promise<KeySigner>): Promise<OnlineKeys> {
  const opened = await Promise.all(ONLINE_ROLES.map(async (role) => [role, await open(role)] as const));
  return Object.fromEntries(opened) as Record<OnlineRole, KeySigner>;
}
