import type { StoreFacts } from "../../core/doctor/setup-facts.ts";
import { DeviceError } from "../../device/device-error.ts";
import type { Device } from "../../device/device.ts";
import { connect } from "../../device/store/store-session.ts";
import { FetchError } from "../../node/fetch-file.ts";
import { serverClock } from "../../node/server-clock.ts";
import { metadataPath } from "../../core/trust/metadata-paths.ts";

/**
 * Asks a store as a device would, from the root that the device has pinned, if it has; nothing is kept of it.
 *
 * @param url as `storeUrl` gives it
 */
export async function storeFacts(url: string, device: Device): Promise<StoreFacts> {
  const nothing = { url, unreachable: null, trust: null, trouble: null, clockAheadMs: null };
  try {
    const clockAheadMs = url.startsWith("file:") ? null : await clockAhead(url, device.ports.now);
    return { ...nothing, clockAheadMs, ...(await trustOf(url, device)) };
  } catch (error) {
    if (error instanceof FetchError) return { ...nothing, unreachable: error.message };
    if (error instanceof DeviceError && error.code === "unreachable") return { ...nothing, unreachable: error.message };
    throw error;
  }
}

async function clockAhead(url: string, now: () => Date): Promise<number | null> {
  const theirs = await serverClock(new URL(metadataPath.timestamp, url).href);
  return theirs === null ? null : now().getTime() - theirs.getTime();
}

async function trustOf(url: string, device: Device): Promise<Pick<StoreFacts, "trust" | "trouble">> {
  try {
    const { record, isFirstContact, trust } = await connect(device, url, { root: null, mayBeNew: true, keep: false });
    const expires = trust.timestamp?.expires ?? "";
    return { trust: { root: record.first_root, isPinned: !isFirstContact, expires }, trouble: null };
  } catch (error) {
    if (!(error instanceof DeviceError) || error.code === "unreachable") throw error;
    return { trust: null, trouble: { message: error.message, fix: error.fix } };
  }
}
