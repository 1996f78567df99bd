import { DeviceError, trusting } from "../device-error.ts";
import type { Device } from "../device.ts";
import { readStore, rootFingerprint, storeKey, type StoreRecord, storeUrl, writeStore } from "./store-state.ts";
import { equalBytes } from "../../core/bytes.ts";
import { type OfferedApp, parseOfferedApp } from "../../core/device/offered-app.ts";
import type { AppId } from "../../core/ids/ids.ts";
import { appTargetPath } from "../../core/index/app-document.ts";
import { limits } from "../../core/limits.ts";
import { fetchTarget, findTarget } from "../../core/trust/find-target.ts";
import type { TargetRecord, TargetsMetadata } from "../../core/trust/metadata.ts";
import { metadataPath, targetFile } from "../../core/trust/metadata-paths.ts";
import { platformKeysOf } from "../../core/trust/platform-keys.ts";
import { recoveriesOf, type RecoveryStatement } from "../../core/trust/recoveries.ts";
import { refresh } from "../../core/trust/refresh.ts";
import { loadTrust, pinnedState, type Trust } from "../../core/trust/trust.ts";
import { TrustError } from "../../core/trust/trust-error.ts";
import { fetchNeeded, type TrustPorts } from "../../core/trust/trust-ports.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { storePorts } from "../../node/store-ports.ts";
import type { PublicKey } from "../../core/signing/public-key.ts";

/** A store while a device talks to it. What is trusted of it only grows. */
export interface StoreSession {
  readonly key: string;
  readonly record: StoreRecord;
  /** The store is not known to the device yet. */
  readonly isFirstContact: boolean;
  readonly ports: TrustPorts;
  readonly trust: Trust;
}

export interface ConnectOptions {
  /** A root that was had from elsewhere; null pins the first one seen, unless a root is pinned already. */
  readonly root: Uint8Array | null;
  /** Whether the store may be one the device does not know yet. */
  readonly mayBeNew: boolean;
  /** Whether what proved true may be kept even if the rest fails. */
  readonly keep: boolean;
}

/**
 * Brings what is known of a store up to date.
 *
 * @throws DeviceError
 */
export async function connect(device: Device, address: string, options: ConnectOptions): Promise<StoreSession> {
  const url = storeUrl(address);
  if (url === null) throw new DeviceError("bad-url", `${JSON.stringify(address)} is not the address of a store.`);
  const key = storeKey(url);
  const ports = storePorts(device.ports.fetcherOf(url));
  const known = await readStore(device, key);
  if (known !== null) requireSameRoot(known.record, known.trust, options.root);
  else if (!options.mayBeNew) throw new DeviceError("state-broken", `What the device trusted of ${url} is gone.`);
  const start = known === null ? await firstContact(url, ports, options.root) : known;
  const result = await refresh(start.trust, ports, device.ports.now());
  const session = { key, record: start.record, isFirstContact: known === null, ports, trust: result.trust };
  if (known !== null && options.keep) await keepTrust(device, session);
  if (result.status === "failed")
    throw new DeviceError(result.error.code, result.error.message, { cause: result.error });
  return session;
}

/** Keeps what a session trusts, for the next one. */
export async function keepTrust(device: Device, { key, record, trust }: StoreSession): Promise<void> {
  await writeStore(device, key, record, trust);
}

/** What the signed index says of an app; `target` is null when the store does not have it. */
export async function lookUp(
  device: Device,
  session: StoreSession,
  app: AppId,
): Promise<{ readonly session: StoreSession; readonly target: TargetRecord | null }> {
  const path = appTargetPath(app);
  const found = await trusting(() => findTarget(session.trust, path, session.ports, device.ports.now()));
  return { session: { ...session, trust: found.trust }, target: found.target };
}

/** Loads the app document that a target names. */
export async function loadApp({ ports }: StoreSession, app: AppId, target: TargetRecord): Promise<OfferedApp> {
  const path = appTargetPath(app);
  const file = targetFile(path, target.sha256);
  return trusting(async () => {
    if (target.length > limits.json.bytes) {
      throw new TrustError(
        "too-large",
        file,
        `It is announced with ${target.length} bytes, more than ${limits.json.bytes}.`,
      );
    }
    return parseOfferedApp(await fetchTarget(path, target, ports), app, file);
  });
}

/** The keys that countersign packages; the offline role names them. */
export async function platformKeys(session: StoreSession): Promise<readonly PublicKey[]> {
  return trusting(() => platformKeysOf(offlineTargets(session), nodeCrypto.sha256));
}

/** The recoveries of lost keys that the offline role states. */
export async function statedRecoveries(session: StoreSession): Promise<readonly RecoveryStatement[]> {
  return trusting(() => recoveriesOf(offlineTargets(session)));
}

function offlineTargets({ trust }: StoreSession): TargetsMetadata {
  if (trust.targets === null) throw new TrustError("missing", "targets.json", "Refresh first.");
  return trust.targets;
}

async function firstContact(
  url: string,
  ports: TrustPorts,
  given: Uint8Array | null,
): Promise<{ readonly record: StoreRecord; readonly trust: Trust }> {
  return trusting(async () => {
    const root = given ?? (await fetchNeeded(ports, metadataPath.root(1), limits.trust.rootBytes));
    const { trust } = loadTrust(pinnedState(root), nodeCrypto);
    return {
      record: { url, first_root: rootFingerprint(root), pinned: given === null ? "first-use" : "given" },
      trust,
    };
  });
}

/** A root that is given must be the one pinned first or the one in force; anything else is another store. */
function requireSameRoot({ url, first_root: first }: StoreRecord, trust: Trust, given: Uint8Array | null): void {
  if (given === null || rootFingerprint(given) === first || equalBytes(given, trust.root.bytes)) return;
  throw new DeviceError(
    "root-differs",
    `The root given has the fingerprint ${rootFingerprint(given)}, but for ${url} ${first} is pinned.`,
  );
}
