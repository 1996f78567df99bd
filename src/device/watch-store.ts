import { httpFetcher } from "../node/http-fetch.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { storePorts } from "../node/store-ports.ts";
import { type OfferedVersion, parseOfferedApp } from "../core/device/offered-app.ts";
import type { AppId, VersionCode } from "../core/ids/ids.ts";
import { appTargetPath } from "../core/index/app-document.ts";
import { fetchTarget, findTarget } from "../core/trust/find-target.ts";
import { targetFile } from "../core/trust/metadata-paths.ts";
import { refresh } from "../core/trust/refresh.ts";
import { loadTrust, pinnedState } from "../core/trust/trust.ts";

/** What a store offers of a version; null where it does not offer the app or that version. */
export type LookAtStore = (now: Date) => Promise<OfferedVersion | null>;

/**
 * For looking again and again whether a store offers a version, verified as a device would from a root that is trusted already. While
 * the store stays as it is, a look costs what a device's poll does: the next root, which is not there, and the timestamp.
 *
 * @param url address of the store
 * @param root bytes of a root file of the store's registry
 * @throws TrustError for a root that is none; a look throws it for a store that does not answer, or whose signed index does not hold
 */
export function watchStore(
  url: string,
  root: Uint8Array,
  { app, versionCode }: { readonly app: AppId; readonly versionCode: VersionCode },
): LookAtStore {
  const ports = storePorts(httpFetcher(url, { idleMs: 10_000, totalMs: 60_000 }));
  let { trust } = loadTrust(pinnedState(root), nodeCrypto);
  let isKnown = false;
  const offered = async (now: Date): Promise<OfferedVersion | null> => {
    const path = appTargetPath(app);
    const { target } = await findTarget(trust, path, ports, now);
    if (target === null) return null;
    const document = parseOfferedApp(await fetchTarget(path, target, ports), app, targetFile(path, target.sha256));
    return document.versions.find((each) => each.version_code === versionCode) ?? null;
  };
  return async (now) => {
    const refreshed = await refresh(trust, ports, now);
    if (refreshed.status === "failed") throw refreshed.error;
    if (refreshed.status === "unchanged" && isKnown) return null;
    isKnown = false;
    trust = refreshed.trust;
    const version = await offered(now);
    isKnown = version === null;
    return version;
  };
}
