import type { IndexPorts } from "../publish/compute-index.ts";
import type { LiveStore } from "./live-store.ts";
import { nodeCrypto } from "../../crypto.ts";
import { inParallel } from "../../in-parallel.ts";
import { type Difference, difference } from "../../../core/audit/difference.ts";
import { platformSignature, withSignature } from "../../../core/audit/platform-signature.ts";
import type { AppId } from "../../../core/ids/ids.ts";
import { storePaths } from "../../../core/index/app-document.ts";
import { limits } from "../../../core/limits.ts";
import type { Registry } from "../../../core/registry/model.ts";
import type { PublicKey } from "../../../core/signing/public-key.ts";

/** Stands in for the platform's key, which only the signing job has. */
export interface ServedSignatures {
  /** Takes the platform's signature out of the store's `signature.sig`, once it verifies. */
  readonly countersign: IndexPorts["countersign"];
  /** By path, the files asked for that bear none; what was countersigned there was left as it was. */
  readonly missing: ReadonlyMap<string, { readonly app: AppId; readonly found: Difference }>;
}

/** Reads the platform's signatures that a live store serves. */
export async function servedSignatures(
  { apps }: Pick<Registry, "apps">,
  platformKeys: readonly PublicKey[],
  live: LiveStore,
): Promise<ServedSignatures> {
  const served = new Map<string, Uint8Array>();
  const versions = [...apps.values()].flatMap((app) => app.versions);
  await inParallel(versions, async ({ app_id: app, version_code: code }) => {
    const path = storePaths.signature(app, code);
    const bytes = await live.read(path, limits.json.bytes);
    if (bytes !== null) served.set(path, bytes);
  });
  const missing = new Map<string, { app: AppId; found: Difference }>();
  return {
    missing,
    countersign(document) {
      const { app_id: app, version_code: code } = document.signed;
      const path = storePaths.signature(app, code);
      const bytes = served.get(path);
      const signature = bytes === undefined ? null : platformSignature(bytes, document, platformKeys, nodeCrypto);
      if (signature !== null) return withSignature(document, signature);
      missing.set(path, { app, found: withoutSignature(path, live) });
      return document;
    },
  };
}

function withoutSignature(path: string, live: LiveStore): Difference {
  const found = live.found(path);
  if (found === "absent") return difference(path, "missing");
  const message = "No platform key that the offline targets name has signed the package's document in it.";
  return difference(path, "signature", { message, actual: found === "longer" ? null : found });
}
