import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { verdict } from "./measure.ts";
import { syntheticRegistry, type SyntheticRegistry } from "./synthetic.ts";
import { benchTraffic } from "./traffic.ts";
import type { AppId } from "../../src/core/ids/ids.ts";
import { buildIndex, type StoreIndex } from "../../src/core/index/build-index.ts";
import type { AppRecord } from "../../src/core/registry/model.ts";
import { addSignatures } from "../../src/core/signing/signatures.ts";
import { signIndex, type SignedIndex } from "../../src/core/trust/writer.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { allAt } from "../../src/testing/index-kit.ts";
import { TrustKit } from "../../src/testing/trust-kit.ts";

const MIB = 1 << 20;
/** DESIGN section 11: beside fdroidserver's index of as many apps. */
const PEER_FLOOR = 0.5;
/** DESIGN section 11: a publication of one app beside one of all. */
const ONE_APP_FLOOR = 0.1;
/** Work is run again until it took so long in all. */
const ENOUGH_SECONDS = 3;
/** fdroidserver takes too long for more. */
const PEER_APPS = 10_000;

/** The index of so many apps, built, countersigned and signed; then again with one app changed, and what devices load of it. */
export async function benchIndex(apps: number): Promise<readonly string[]> {
  const synthetic = syntheticRegistry(apps);
  const kit = new TrustKit({ bitLength: bitsFor(apps) });
  const sign = ({ targets }: StoreIndex, previous: SignedIndex["head"] | null): SignedIndex =>
    signIndex({ authority: kit.authority, targets, previous, signers: kit.keys, crypto: nodeCrypto, now: kit.now });
  const whole = fastest(() => {
    const index = build(synthetic, kit);
    return { index, signed: sign(index, null) };
  });
  const memory = `${Math.round(process.memoryUsage().rss / MIB)} MiB resident`;

  const changed = withOneChanged(synthetic);
  const before = new Map(whole.result.index.apps.map((each) => [each.app, each]));
  const one = fastest(() => {
    const index = build(changed.synthetic, kit, (app) => (app === changed.app ? null : (before.get(app) ?? null)));
    return sign(index, whole.result.signed.head);
  });
  if (one.result.changedBins.length !== 1) throw new Error("one app is in one bin");
  const share = one.seconds / whole.seconds;
  return [
    `index of ${apps} apps: ${whole.seconds.toFixed(2)} s built and signed, ${memory}`,
    `  with one app changed: ${one.seconds.toFixed(3)} s, ${(share * 100).toFixed(1)} % ` +
      `(floor ${ONE_APP_FLOOR * 100} %: ${verdict(share <= ONE_APP_FLOOR)})`,
    ...(apps <= PEER_APPS ? [besidePeer(apps, whole.seconds)] : []),
    ...(await benchTraffic(whole.result.index, kit)),
  ];
}

function build(
  { registry, facts }: SyntheticRegistry,
  { keys }: TrustKit,
  known: (app: AppId) => StoreIndex["apps"][number] | null = () => null,
): StoreIndex {
  return buildIndex(
    { registry, facts, images: new Set(), history: allAt("2026-11-01T12:00:00Z"), known },
    { sha256: nodeCrypto.sha256, countersign: (document) => addSignatures(document, [keys.platform]) },
  );
}

/** The same registry with another text of the app in the middle. */
function withOneChanged(synthetic: SyntheticRegistry): { readonly app: AppId; readonly synthetic: SyntheticRegistry } {
  const all = [...synthetic.registry.apps];
  const [app, record] = all[all.length >> 1] ?? [];
  const listing = record?.listings.get("en");
  if (app === undefined || record === undefined || listing === undefined) throw new Error("no apps");
  const other: AppRecord = { ...record, listings: new Map([["en", { ...listing, summary: "Does another thing" }]]) };
  const apps = new Map(synthetic.registry.apps).set(app, other);
  return { app, synthetic: { ...synthetic, registry: { ...synthetic.registry, apps } } };
}

/** fdroidserver of the Debian package, where it is installed: all that its index functions do, and its newest format alone. */
function besidePeer(apps: number, own: number): string {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const { status, stdout } = spawnSync(python, [join(import.meta.dirname, "fdroid_index.py"), String(apps)]);
    if (status !== 0) continue;
    const peer = JSON.parse(stdout.toString()) as { readonly seconds: number; readonly v2: number };
    const ratio = own / peer.seconds;
    return (
      `  fdroidserver's index of as many, unsigned: ${peer.seconds.toFixed(2)} s, ratio ${ratio.toFixed(2)} ` +
      `(floor ${PEER_FLOOR}: ${verdict(ratio <= PEER_FLOOR)}); of it index-v2 ${peer.v2.toFixed(2)} s, ratio ${(own / peer.v2).toFixed(2)}`
    );
  }
  return "  fdroidserver is not installed (Debian package fdroidserver)";
}

/** The fastest of a few runs for what takes less than some seconds: the first compiles, and any may meet a busy machine. */
function fastest<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  let seconds = Number.POSITIVE_INFINITY;
  let spent = 0;
  for (;;) {
    const started = performance.now();
    const result = work();
    const took = (performance.now() - started) / 1000;
    seconds = Math.min(seconds, took);
    spent += took;
    if (spent >= ENOUGH_SECONDS) return { result, seconds };
  }
}

/** About 25 apps a bin, as a ceremony is advised. */
function bitsFor(apps: number): number {
  return Math.max(2, Math.ceil(Math.log2(apps / 25)));
}
