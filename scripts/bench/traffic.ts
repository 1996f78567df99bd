import { gzipSync } from "node:zlib";

import { verdict } from "./measure.ts";
import { toHex } from "../../src/core/bytes.ts";
import type { Sha256 } from "../../src/core/ids/ids.ts";
import type { StoreIndex } from "../../src/core/index/build-index.ts";
import { findTarget, fetchTarget } from "../../src/core/trust/find-target.ts";
import { refresh } from "../../src/core/trust/refresh.ts";
import type { Trust } from "../../src/core/trust/trust.ts";
import type { TrustPorts } from "../../src/core/trust/trust-ports.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import type { TrustKit } from "../../src/testing/trust-kit.ts";

/** DESIGN section 11: a poll with nothing new, the probe for the next root aside. */
const POLL_FLOOR_BYTES = 500;
/** DESIGN section 11: a daily check with 20 apps, at 10,000 apps. */
const DAILY_FLOOR_BYTES = 30_000;
const INSTALLED = 20;
/** Of all apps, in a day. */
const CHANGED_SHARE = 0.01;

/** What a device loads of a store's index: its first app, nothing new, and the check after a day in which every hundredth app changed. */
export async function benchTraffic(index: StoreIndex, kit: TrustKit): Promise<readonly string[]> {
  for (const { target, app, files } of index.apps) {
    const file = files.get(`targets/apps/${target.sha256}.${app}.json`);
    if (file?.kind === "bytes") kit.put(target.path, file.bytes, target.custom);
  }
  kit.publish();
  const every = Math.floor(index.apps.length / INSTALLED);
  const installed = index.apps.filter((_, at) => at % every === 0).slice(0, INSTALLED);
  const paths = installed.map(({ target }) => target.path);

  const first = meter(kit);
  const known = await check(kit.trust(), paths.slice(0, 1), first.ports, kit.now);
  const whole = await check(known, paths, meter(kit).ports, kit.now);

  const poll = meter(kit);
  await check(whole, paths, poll.ports, kit.now);

  kit.passDays(1);
  for (const { target, app } of index.apps.filter((_, at) => at % (1 / CHANGED_SHARE) === 0)) {
    // Another digest of the same length: what the document says is not looked at here.
    const sha256 = toHex(nodeCrypto.sha256(new TextEncoder().encode(`${app} ${target.sha256}`))) as Sha256;
    kit.targets.set(target.path, { ...target, sha256 });
  }
  kit.publish();
  const daily = meter(kit);
  await check(whole, paths, daily.ports, kit.now, false);

  const isLarge = index.apps.length > 10_000;
  return [
    `  first app of a new device, package aside: ${first.text()}`,
    `  poll with nothing new: ${poll.text()} (floor ${POLL_FLOOR_BYTES} bytes: ${verdict(poll.bytes <= POLL_FLOOR_BYTES)})`,
    `  daily check with ${INSTALLED} apps, ${CHANGED_SHARE * 100} % of all changed: ${daily.text()}` +
      (isLarge ? "" : ` (floor ${DAILY_FLOOR_BYTES} bytes packed: ${verdict(daily.packed <= DAILY_FLOOR_BYTES)})`),
  ];
}

async function check(
  trust: Trust,
  paths: readonly string[],
  ports: TrustPorts,
  now: Date,
  load = true,
): Promise<Trust> {
  const refreshed = await refresh(trust, ports, now);
  if (refreshed.status === "failed") throw refreshed.error;
  let current = refreshed.trust;
  for (const path of paths) {
    const found = await findTarget(current, path, ports, now);
    if (found.target === null) throw new Error(`${path} is not in the index`);
    if (load && found.trust !== trust && paths.length === 1) await fetchTarget(path, found.target, ports);
    current = found.trust;
  }
  return current;
}

interface Meter {
  readonly ports: TrustPorts;
  readonly bytes: number;
  /** As a server sends text to whoever accepts gzip. */
  readonly packed: number;
  text(): string;
}

function meter(kit: TrustKit): Meter {
  let [bytes, packed, found, absent] = [0, 0, 0, 0];
  const ports = kit.ports();
  return {
    ports: {
      crypto: ports.crypto,
      async fetch(path, maxBytes) {
        const file = await ports.fetch(path, maxBytes);
        if (file === null) absent += 1;
        else {
          found += 1;
          bytes += file.length;
          packed += gzipSync(file).length;
        }
        return file;
      },
    },
    get bytes() {
      return bytes;
    },
    get packed() {
      return packed;
    },
    text: () => `${found} requests of ${bytes} bytes, ${packed} packed, and ${absent} without an answer (404)`,
  };
}
