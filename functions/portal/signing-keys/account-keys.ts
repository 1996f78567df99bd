import type { Forge } from "../forge/forge-port.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import type { DeveloperId } from "../../../src/core/ids/ids.ts";
import type { DeveloperBody } from "../../../src/core/registry/documents.ts";
import { ownerKeys } from "../../../src/core/registry/owner-keys.ts";
import { parseRegistryDocument } from "../../../src/core/registry/parse-document.ts";
import { registryPath } from "../../../src/core/registry/paths.ts";
import type { PublicKey } from "../../../src/core/signing/public-key.ts";

/** Keys of a developer that may change what the registry says of it; null where it has no such developer, or cannot be asked. */
export type AccountKeys = (developer: DeveloperId) => Promise<readonly PublicKey[] | null>;

/** How long keys are taken for the present ones: every request of a member asks for them. */
const KEEP_MS = 60_000;
const MOST_DEVELOPERS = 1000;

/** Reads them from the registry's main branch, and remembers them for a minute. */
export function accountKeys(forge: Forge | null, { sha256 }: Pick<CryptoPort, "sha256">, now: () => Date): AccountKeys {
  if (forge === null) return () => Promise.resolve(null);
  const kept = new Map<DeveloperId, { readonly until: number; readonly keys: readonly PublicKey[] | null }>();
  return async (developer) => {
    const known = kept.get(developer);
    if (known !== undefined && known.until > now().getTime()) return known.keys;
    const place = { kind: "developer", developer } as const;
    const path = registryPath(place, sha256);
    const bytes = await forge.read(path);
    const parsed = bytes === null ? null : parseRegistryDocument(place, path, bytes);
    const body = parsed?.ok === true ? (parsed.document.body as unknown as DeveloperBody) : null;
    const keys = body === null ? null : ownerKeys(body, "account", null, sha256);
    if (kept.size >= MOST_DEVELOPERS) kept.clear();
    kept.set(developer, { until: now().getTime() + KEEP_MS, keys });
    return keys;
  };
}
