import { telemetryLimits } from "./telemetry-limits.ts";
import { fromHex, toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { Bug } from "../findings/bug.ts";
import { hmacSha256 } from "../hmac.ts";

/** First line of what is hashed, so that the secret's HMAC means nothing else. */
const PURPOSE = "mosis-telemetry-v1";

/**
 * The bytes of a secret that a device keeps in hex.
 *
 * @throws Bug when it is none: ids of another secret could be linked
 */
export function secretBytes(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes?.length === telemetryLimits.secretBytes) return bytes;
  throw new Bug(`a telemetry secret has ${telemetryLimits.secretBytes} bytes`);
}

/**
 * The id of a device in one app on one UTC day: HMAC-SHA256 of purpose, app and day, one a line, in lower-case hex. Nobody without
 * the secret can tell that two of them are of one device.
 *
 * @param secret 32 random bytes that never leave the device
 */
export function deviceId(secret: Uint8Array, appId: string, day: string, sha256: Sha256Function): string {
  const message = new TextEncoder().encode(`${PURPOSE}\n${appId}\n${day}`);
  return toHex(hmacSha256(secret, message, sha256));
}
