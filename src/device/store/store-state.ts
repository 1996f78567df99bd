import { isAbsolute, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { DeviceError } from "../device-error.ts";
import type { Device } from "../device.ts";
import { jsonOf, ownState } from "../records.ts";
import { toHex } from "../../core/bytes.ts";
import { encodeState } from "../../core/device/installed-app.ts";
import { parseSha256, type Sha256 } from "../../core/ids/ids.ts";
import { asString, malformed, member } from "../../core/trust/cursor.ts";
import { loadTrust, stateOf, type Trust, type TrustState } from "../../core/trust/trust.ts";
import { TrustError } from "../../core/trust/trust-error.ts";
import { nodeCrypto } from "../../node/crypto.ts";

/** `trust/<key>/store.json`: which store this is. A type, so that it is a JSON value. */
export type StoreRecord = {
  readonly url: string;
  /** SHA-256 of the root file that was pinned first. */
  readonly first_root: Sha256;
  /** Whether somebody gave that root, or it was believed because it was the first one seen. */
  readonly pinned: "given" | "first-use";
};

/** A path that cannot be taken for the name of a host. */
const RELATIVE_PATH = /^\.{1,2}(?:[/\\]|$)/;

/**
 * The address of a store with a final slash, or null when it is none. A store is at an http or https address, or a copy of its
 * tree is in a folder, named by a file address or by a path that is absolute or begins with a dot.
 *
 * @param cwd what relative paths are relative to
 */
export function storeUrl(text: string, cwd = "."): string | null {
  if (isAbsolute(text) || RELATIVE_PATH.test(text)) return folderUrl(resolve(cwd, text));
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const { protocol, origin, host, pathname, username, password, search, hash } = url;
  if (username !== "" || password !== "" || search !== "" || hash !== "") return null;
  if (protocol === "file:") return host === "" ? folderOfUrl(url) : null;
  if (protocol !== "https:" && protocol !== "http:") return null;
  return pathname.endsWith("/") ? `${origin}${pathname}` : `${origin}${pathname}/`;
}

function folderUrl(folder: string): string | null {
  return folder.includes("\0") ? null : pathToFileURL(folder.endsWith(sep) ? folder : folder + sep).href;
}

/** Written the one way in which the path is written; null where it names no folder. */
function folderOfUrl(url: URL): string | null {
  try {
    return folderUrl(fileURLToPath(url));
  } catch {
    return null;
  }
}

/** Name of a store's folder: its host to be read by people, and a digest because addresses may share one. */
export function storeKey(url: string): string {
  const host = new URL(url).host.replaceAll(/[^a-z0-9.-]/g, "_") || "folder";
  return `${host}-${toHex(nodeCrypto.sha256(new TextEncoder().encode(url))).slice(0, 8)}`;
}

/** What is known of a store; null before the first contact. */
export async function readStore(
  { layout, ports }: Device,
  key: string,
): Promise<{ readonly record: StoreRecord; readonly trust: Trust } | null> {
  const { record: path, metadata } = layout.store(key);
  const bytes = await ports.disk.read(path);
  if (bytes === null) return null;
  const record = ownState(path, () => parseStoreRecord(bytes, path));
  const state = new Map<string, Uint8Array>();
  for (const name of await ports.disk.list(metadata)) {
    const file = await ports.disk.read(join(metadata, name));
    if (file !== null && name.endsWith(".json")) state.set(name, file);
  }
  return { record, trust: ownState(metadata, () => loadTrust(state, nodeCrypto).trust) };
}

/** Keeps what is trusted of a store. Writes only what changed; order does not matter, see `TrustState`. */
export async function writeStore(
  { layout, ports }: Device,
  key: string,
  record: StoreRecord,
  trust: Trust,
): Promise<void> {
  const { record: path, metadata } = layout.store(key);
  const state: TrustState = stateOf(trust);
  for (const [name, bytes] of state) await writeIfNew(join(metadata, name), bytes);
  for (const name of await ports.disk.list(metadata))
    if (!state.has(name)) await ports.disk.remove(join(metadata, name));
  // Last, because without it nothing else counts.
  await writeIfNew(path, encodeState(record));

  async function writeIfNew(file: string, bytes: Uint8Array): Promise<void> {
    const before = await ports.disk.read(file);
    if (before === null || Buffer.compare(before, bytes) !== 0) await ports.disk.write(file, bytes);
  }
}

/** How people compare roots: SHA-256 of the file's bytes. */
export function rootFingerprint(root: Uint8Array): Sha256 {
  const digest = parseSha256(toHex(nodeCrypto.sha256(root)));
  if (digest === null) throw new DeviceError("state-broken", "SHA-256 gave no digest.");
  return digest;
}

function parseStoreRecord(bytes: Uint8Array, file: string): StoreRecord {
  const root = jsonOf(bytes, file);
  const url = asString(member(root, "url"), /^(?:https?|file):/, "an address");
  if (storeUrl(url) !== url) throw new TrustError("malformed", file, "Its address is not that of a store.");
  const first = member(root, "first_root");
  return {
    url,
    first_root: parseSha256(first.value) ?? malformed(first, "a SHA-256"),
    pinned: asString(member(root, "pinned"), /^(?:given|first-use)$/, "how it was pinned") as StoreRecord["pinned"],
  };
}
