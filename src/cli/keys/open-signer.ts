import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { findStoredKey, noSuchKey } from "./find-key.ts";
import { existingPassphrase, type PassphraseSources } from "./passphrase.ts";
import { isEncryptedPem, type KeySigner, openKeyPem } from "../../node/key-file.ts";
import type { StoredKey } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";
import { isMissing } from "../errors/is-missing.ts";
import { shortId } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * Opens the private key to sign with: the one that `--key` names, the only stored one, or the one a person picks.
 *
 * @param given value of `--key`: id of a stored key or PEM file
 */
export async function openSigner(
  given: string | undefined,
  stored: readonly StoredKey[],
  sources: PassphraseSources,
): Promise<KeySigner> {
  const key = given === undefined ? await chooseKey(stored, sources.terminal) : findStoredKey(stored, given);
  const path = key?.path ?? resolve(sources.cwd, given ?? "");
  const pem = await readFile(path, "utf8").catch((error: unknown) => {
    throw isMissing(error) && given !== undefined ? noSuchKey(given) : error;
  });
  const name = key === null ? path : `key ${shortId(key.publicKey.keyid)}`;
  return openKeyPem(pem, isEncryptedPem(pem) ? await existingPassphrase(sources, name) : null);
}

async function chooseKey(stored: readonly StoredKey[], terminal: Terminal): Promise<StoredKey> {
  const [first, second] = stored;
  if (first === undefined) {
    throw new CliError(
      "key-missing",
      "There is no signing key on this machine.",
      "Make one with `mosis keys generate`.",
    );
  }
  if (second === undefined) return first;
  const ids = stored.map(({ publicKey }) => publicKey.keyid);
  if (!terminal.interactive) {
    const list = ids.map(shortId).join(", ");
    throw new CliError("key-ambiguous", `There are several keys: ${list}.`, "Choose one with `--key KEYID`.");
  }
  const prompts = await terminal.ask("The key", "Choose one with `--key KEYID`.");
  const choices = ids.map((id) => ({ value: id as string, label: id }));
  const chosen = await prompts.select({ message: "Sign with which key?", choices });
  return stored.find(({ publicKey }) => publicKey.keyid === chosen) ?? first;
}
