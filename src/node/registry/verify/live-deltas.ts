import type { LiveStore } from "./live-store.ts";
import type { Mirror } from "../publish/mirror.ts";
import { nodeCrypto } from "../../crypto.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { toHex } from "../../../core/bytes.ts";
import { applyDelta } from "../../../core/delta/apply-delta.ts";
import { parseSha256, type Sha256 } from "../../../core/ids/ids.ts";
import { deltaKey, storePaths } from "../../../core/index/app-document.ts";
import { parseJson } from "../../../core/json/parse.ts";
import { isJsonObject, type JsonValue, valueAt } from "../../../core/json/value.ts";
import { limits } from "../../../core/limits.ts";
import { readZip } from "../../../core/package/zip/zip-reader.ts";
import type { VersionBody } from "../../../core/registry/documents.ts";
import type { Registry } from "../../../core/registry/model.ts";
import type { BlobReference } from "../../../core/registry/package-facts.ts";

/**
 * A mirror that takes the deltas a live store announces for its own, if they give exactly the packages that the registry names. Their
 * bytes depend on the zlib that packed them, so another Node may make others (docs/adr/0010). Everything else stays as it is.
 */
export function withLiveDeltas(mirror: Mirror, registry: Registry, live: LiveStore): Mirror {
  const versions = new Map(
    [...registry.apps.values()].flatMap(({ versions: own }) => own.map((each) => [each.package.sha256, each] as const)),
  );
  const announced = announcedDeltas(live);
  return {
    ...mirror,
    async readDelta(key) {
      const [from, to] = key.split("-").map((sha256) => versions.get(sha256 as Sha256));
      const claim = from === undefined || to === undefined ? undefined : (await announced(to)).get(key);
      if (from === undefined || to === undefined || claim === undefined) return mirror.readDelta(key);
      const bytes = await live.read(storePaths.delta(to.app_id, from.version_code, to.version_code), claim.length);
      const isAnnounced = bytes !== null && toHex(nodeCrypto.sha256(bytes)) === claim.sha256;
      if (!isAnnounced || !(await gives(bytes, from, to, mirror))) return mirror.readDelta(key);
      await mirror.blobs.write(bytes);
      return { delta: claim };
    },
  };
}

async function gives(delta: Uint8Array, from: VersionBody, to: VersionBody, mirror: Mirror): Promise<boolean> {
  const archive = await mirror.blobs.read(from.package.sha256);
  const zip = archive === null ? null : readZip(archive, nodePackagePorts);
  if (zip?.ok !== true) return false;
  return applyDelta(zip.entries, delta, to.package.content_digest, nodePackagePorts).opened !== null;
}

/** The deltas that a store says lead to a version, by `deltaKey`. Where it says so is not signed, which does not matter: what is computed with them is compared. */
function announcedDeltas(live: LiveStore): (to: VersionBody) => Promise<ReadonlyMap<string, BlobReference>> {
  const byApp = new Map<string, Promise<readonly JsonValue[]>>();
  const versionsOf = async (app: string): Promise<readonly JsonValue[]> => {
    const path = `v1/apps/${app}/versions.json`;
    const bytes = await live.read(path, limits.json.bytes);
    const parsed = bytes === null ? null : parseJson(bytes, path);
    return parsed?.ok === true ? listAt(parsed.document.value, "/versions") : [];
  };
  return async ({ app_id: app, version_code: code, package: { sha256: to } }) => {
    const known = byApp.get(app) ?? versionsOf(app);
    byApp.set(app, known);
    const versions = await known;
    const packageOf = (each: JsonValue): Sha256 | null => parseSha256(valueAt(each, "/package/sha256"));
    const own = versions.find((each) => valueAt(each, "/version_code") === code) ?? null;
    return new Map(
      listAt(own, "/deltas").flatMap((delta) => {
        const base = versions.find((each) => valueAt(each, "/version_code") === valueAt(delta, "/from/version_code"));
        const from = base === undefined ? null : packageOf(base);
        const sha256 = parseSha256(valueAt(delta, "/sha256"));
        const length = valueAt(delta, "/length");
        if (from === null || sha256 === null || typeof length !== "number") return [];
        return [[deltaKey(from, to), { sha256, length }] as const];
      }),
    );
  };
}

function listAt(value: JsonValue, pointer: string): readonly JsonValue[] {
  const found = isJsonObject(value) ? valueAt(value, pointer) : undefined;
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}
