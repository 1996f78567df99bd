import type { KeyId } from "../../core/ids/ids.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import type { KeySigner } from "../../node/key-file.ts";
import type { StoredKey } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";
import { openSigner } from "../keys/open-signer.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";
import { shortId } from "../render/text.ts";

/**
 * Opens the key that signs a submission: the one that `--key` names, or else one of this machine that is registered for it.
 *
 * @param able keys of the developer that may sign all of it
 * @param what such as "a version of com.example.notes"
 */
export async function chooseSigner(
  given: string | undefined,
  stored: readonly StoredKey[],
  { able, developer, what }: { able: ReadonlySet<KeyId>; developer: DeveloperBody; what: string },
  sources: PassphraseSources,
): Promise<KeySigner> {
  const own = stored.filter(({ publicKey }) => able.has(publicKey.keyid));
  if (given === undefined && own.length === 0) {
    const message = `No key of this machine may sign ${what} for "${developer.id}".`;
    throw new CliError(
      "key-not-registered",
      message,
      "Name the PEM file of one with `--key FILE`, or see `mosis keys list`.",
    );
  }
  const signer = await openSigner(given, given === undefined ? own : stored, sources);
  if (able.has(signer.key.keyid)) return signer;
  const message = `The key ${shortId(signer.key.keyid)} may not sign ${what} for "${developer.id}".`;
  throw new CliError("key-not-registered", message, "Sign with a key that is registered for it, and not revoked.");
}
