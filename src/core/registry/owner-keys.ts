import type { DeveloperBody, DeveloperKey, KeyUse } from "./documents.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId } from "../ids/ids.ts";
import { type PublicKey, publicKeyOf } from "../signing/public-key.ts";

/** The keys of a developer that may sign such a document now: not revoked, with the use, and not bound to other apps. */
export function ownerKeys(
  developer: DeveloperBody,
  use: KeyUse,
  app: AppId | null,
  sha256: Sha256Function,
): readonly PublicKey[] {
  return developer.keys
    .filter((key) => key.revoked === undefined && key.use.includes(use) && isForApp(key, app))
    .flatMap((key) => {
      const publicKey = publicKeyOf(key, sha256);
      return publicKey === null || publicKey.keyid !== key.keyid ? [] : [publicKey];
    });
}

/** Whether devices keep a key, because it may sign packages or further keys: such a key joins by a rotation. */
export function reachesDevices({ use }: Pick<DeveloperKey, "use">): boolean {
  return use.includes("package") || use.includes("account");
}

function isForApp(key: DeveloperKey, app: AppId | null): boolean {
  return key.apps === undefined || (app !== null && key.apps.includes(app));
}
