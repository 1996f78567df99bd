import type { Sha256Function } from "../crypto.ts";
import type { AppId } from "../ids/ids.ts";

/** Buckets a staged rollout is counted in: hundredths of a percent. */
export const ROLLOUT_BUCKETS = 10_000;

/**
 * The bucket of a device for an app, 0 to 9999: a version rolled out to n hundredths of a percent reaches the buckets below n. From
 * the first four bytes of SHA-256 of `<secret>:<app id>`, so it stays the same for an app, differs between apps and tells nobody
 * anything of the device.
 *
 * @param secret the device's own, never sent anywhere
 */
export function rolloutBucket(secret: string, app: AppId, sha256: Sha256Function): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(`${secret}:${app}`));
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % ROLLOUT_BUCKETS;
}
