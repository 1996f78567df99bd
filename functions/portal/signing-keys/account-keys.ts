import type { Forge } from "../forge/forge-port.ts";
import { readBase } from "../registry/judge.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import type { DeveloperId } from "../../../src/core/ids/ids.ts";
import { ownerKeys } from "../../../src/core/registry/owner-keys.ts";
import type { PublicKey } from "../../../src/core/signing/public-key.ts";

/** The keys that may change what the registry says of a developer; null where it has no such developer, or cannot be asked. */
export async function accountKeysOf(
  developer: DeveloperId,
  forge: Forge | null,
  crypto: Pick<CryptoPort, "sha256">,
): Promise<readonly PublicKey[] | null> {
  if (forge === null) return null;
  const { registry } = await readBase(forge, [{ place: { kind: "developer", developer }, signed: {} }], crypto);
  const known = registry.developers.get(developer)?.developer;
  return known === undefined ? null : ownerKeys(known, "account", null, crypto.sha256);
}
