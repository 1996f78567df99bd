import { openSigner } from "./open-signer.ts";
import type { PassphraseSources } from "./passphrase.ts";
import type { KeyId } from "../../core/ids/ids.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import { ownerKeys } from "../../core/registry/owner-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { KeySigner } from "../../node/key-file.ts";
import type { StoredKey } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";

/**
 * Opens the key that signs a change of a developer's keys: the one that `--key` names, or else one of this machine that is in
 * charge of them.
 *
 * @param given value of `--key`
 * @param revoked a key that has no word in its own revocation, so it is nobody's choice while there is another
 */
export async function accountSigner(
  given: string | undefined,
  {
    stored,
    developer,
    revoked = null,
  }: { stored: readonly StoredKey[]; developer: DeveloperBody; revoked?: KeyId | null },
  sources: PassphraseSources,
): Promise<KeySigner> {
  if (given !== undefined || stored.length === 0) return openSigner(given, stored, sources);
  const inCharge = new Set(ownerKeys(developer, "account", null, nodeCrypto.sha256).map(({ keyid }) => keyid));
  const own = stored.filter(({ publicKey }) => inCharge.has(publicKey.keyid));
  const others = own.filter(({ publicKey }) => publicKey.keyid !== revoked);
  if (own.length > 0) return openSigner(undefined, others.length > 0 ? others : own, sources);
  throw new CliError(
    "key-not-in-charge",
    `No key of this machine is in charge of the keys of "${developer.id}".`,
    "Name the PEM file of one with `--key FILE`.",
  );
}
