import { cp, rm } from "node:fs/promises";

import type { AppKit } from "../app-kit.ts";
import { anApp } from "../app-kit.ts";
import { aDevice, type DeviceKit } from "../device-kit.ts";
import { aStore, type StoreKit } from "../store-kit.ts";
import { type Attack, startTamperingProxy, type TamperingProxy } from "../tampering-proxy.ts";
import { signAtRest, type TrustKit } from "../trust-kit.ts";
import { toHex } from "../../core/bytes.ts";
import { parseAtRest, type SignedBody } from "../../core/json/signed-document.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { binName } from "../../core/trust/bins.ts";
import { targetFile } from "../../core/trust/metadata-paths.ts";
import { httpFetcher } from "../../node/http-fetch.ts";
import { nodeCrypto } from "../../node/crypto.ts";

/** The app that the device has, in version 1, and that the store has in version 2. */
export const APP = "com.example.notes";
/** Another app of the store, in another bin; its id is as long. */
export const OTHER = "com.example.tasks";

export type Files = ReadonlyMap<string, Uint8Array>;

/** One thing that somebody between store and device does. */
export interface TamperingCase {
  /** Ends the sentence "A device refuses ...". */
  readonly name: string;
  /** The reason the device gives; `|` between several where the attacker's bytes are random. */
  readonly code: string;
  attack(scene: Scene): Attack;
  /** The device's clock during the attack, instead of the store's. */
  readonly clock?: string;
  /** Milliseconds that the device waits, for servers that are slow. */
  readonly patience?: { readonly idleMs: number; readonly totalMs: number };
}

/**
 * A store that published three times: at first, then again, which is what the device saw when it installed the app, and at last
 * with version 2 of the app and everything signed anew.
 */
export interface Scene {
  readonly store: StoreKit;
  readonly trust: TrustKit;
  readonly kit: DeviceKit;
  readonly proxy: TamperingProxy;
  /** The tree after the first publication. */
  readonly first: Files;
  /** The tree that the device saw. */
  readonly seen: Files;
  /** Where the newest files are. */
  readonly at: Record<"timestamp" | "snapshot" | "targets" | "bin" | "document" | "package" | "signature", string>;
  /** Names of the bins of {@link APP} and {@link OTHER}. */
  readonly bins: readonly [string, string];
  /** A copy of the newest file. */
  file(what: keyof Scene["at"]): Uint8Array;
  setClock(time: Date | null): void;
  setPatience(patience: TamperingCase["patience"]): void;
  /** Undoes an attack and everything the device did since. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** @param install what the device does before the last publication: installs {@link APP} over the proxy */
export async function aScene(install: (kit: DeviceKit, proxy: TamperingProxy) => Promise<unknown>): Promise<Scene> {
  const store = aStore()
    .withApp(anApp({ id: APP }))
    .withApp(anApp({ id: OTHER }))
    .publish();
  const { trust } = store;
  const first = new Map(trust.files);
  trust.signTargets();
  app(store).event("rollout", 1, { rollout_bp: 9_000 });
  store.publish();
  let clock: Date | null = null;
  let patience: TamperingCase["patience"];
  const kit = await aDevice(store, {
    now: () => clock ?? trust.now,
    fetcherOf: (url) => httpFetcher(url, patience),
  });
  const proxy = await startTamperingProxy(kit.server.url);
  await install(kit, proxy);
  const installed = `${kit.root}.installed`;
  await cp(kit.root, installed, { recursive: true });
  const seen = new Map(trust.files);
  trust.signTargets();
  app(store).withVersion();
  store.publish();
  const at = pathsOf(trust);
  return {
    store,
    trust,
    kit,
    proxy,
    first,
    seen,
    at,
    bins: [binOf(trust, APP), binOf(trust, OTHER)],
    file: (what) => trust.file(at[what]),
    setClock: (time) => void (clock = time),
    setPatience: (given) => void (patience = given),
    async reset() {
      proxy.attack = null;
      clock = null;
      patience = undefined;
      await rm(kit.root, { recursive: true });
      await cp(installed, kit.root, { recursive: true });
    },
    async close() {
      await proxy.close();
      await rm(installed, { recursive: true });
      await kit.close();
    },
  };
}

/** Serves some paths differently; null hides a file. */
export function serving(files: Readonly<Record<string, ReturnType<Attack>>>): Attack {
  return (path, original) => (Object.hasOwn(files, path) ? (files[path] ?? null) : original);
}

/** Serves another tree, the packages included; what it lacks is not there. */
export function servingTree(files: Files): Attack {
  return (path) => files.get(path) ?? null;
}

/** A metadata file with other fields, signed by whoever the attacker has got. */
export function forged(bytes: Uint8Array, change: JsonObject, signers: readonly Signer[]): Uint8Array {
  return signAtRest({ ...signedOf(bytes), ...change }, signers);
}

/** The body of a metadata file that was really published. */
export function signedOf(bytes: Uint8Array): SignedBody {
  const parsed = parseAtRest(bytes, "the file to read");
  if (!parsed.ok) throw new TypeError("no metadata is read");
  return parsed.document.signed;
}

/** What a thief of the timestamp key can do: vouch for any snapshot. */
export function vouched(
  { trust, at, file }: Scene,
  snapshot: Uint8Array,
  { version = 9, says = 3 }: { readonly version?: number; readonly says?: number } = {},
): Attack {
  const hashes = { sha256: toHex(nodeCrypto.sha256(snapshot)) };
  const meta = { "snapshot.json": { version: says, length: snapshot.length, hashes } };
  return serving({
    [at.timestamp]: forged(file("timestamp"), { version, meta }, [trust.keys.timestamp]),
    [`tuf/${says}.snapshot.json`]: snapshot,
  });
}

/** The text of a file after an edit. */
export function edited(bytes: Uint8Array, edit: (text: string) => string): Uint8Array {
  const before = new TextDecoder().decode(bytes);
  const after = edit(before);
  if (after === before) throw new TypeError("the edit changed nothing");
  return new TextEncoder().encode(after);
}

function app(store: StoreKit): AppKit {
  return store.app(APP);
}

function binOf(trust: TrustKit, id: string): string {
  return binName(`apps/${id}.json`, trust.authority.bins, nodeCrypto.sha256);
}

function pathsOf(trust: TrustKit): Scene["at"] {
  const { snapshot, versions } = trust.published;
  const bin = binOf(trust, APP);
  const target = trust.targets.get(`apps/${APP}.json`);
  if (target === undefined) throw new TypeError("the app is not published");
  const document = targetFile(`apps/${APP}.json`, target.sha256);
  return {
    timestamp: "tuf/timestamp.json",
    snapshot: `tuf/${snapshot.version}.snapshot.json`,
    targets: `tuf/${versions["targets.json"]}.targets.json`,
    bin: `tuf/${versions[`${bin}.json`]}.${bin}.json`,
    document,
    package: `packages/${APP}/2/package.mosis`,
    signature: `packages/${APP}/2/signature.sig`,
  };
}
