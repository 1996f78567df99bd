import type { Device } from "./device.ts";
import { jsonOf, ownState } from "./records.ts";
import { toHex } from "../core/bytes.ts";
import { encodeState } from "../core/device/installed-app.ts";
import { rolloutBucket } from "../core/device/rollout.ts";
import type { AppId } from "../core/ids/ids.ts";
import { asString, member } from "../core/trust/cursor.ts";
import { nodeCrypto } from "../node/crypto.ts";

const SECRET_BYTES = 32;

/**
 * The device's own secret, in hex. It decides which staged rollouts the device is part of and never leaves it.
 *
 * @param keep writes a new one down; otherwise it is good for this once
 */
export async function deviceSecret({ layout, ports }: Device, keep: boolean): Promise<string> {
  const path = layout.identity;
  const bytes = await ports.disk.read(path);
  if (bytes !== null) {
    return ownState(path, () => asString(member(jsonOf(bytes, path), "secret"), /^[0-9a-f]{64}$/, "64 hex digits"));
  }
  const secret = toHex(ports.randomBytes(SECRET_BYTES));
  if (keep) await ports.disk.write(path, encodeState({ _type: "mosis-device", spec_version: "1.0.0", secret }));
  return secret;
}

/**
 * Which staged rollouts of an app the device is part of.
 *
 * @param keep as of {@link deviceSecret}
 */
export async function deviceBucket(device: Device, app: AppId, keep: boolean): Promise<number> {
  return rolloutBucket(await deviceSecret(device, keep), app, nodeCrypto.sha256);
}
