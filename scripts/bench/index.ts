import { syntheticRegistry } from "./synthetic.ts";
import { buildIndex } from "../../src/core/index/build-index.ts";
import { addSignatures } from "../../src/core/signing/signatures.ts";
import { signIndex } from "../../src/core/trust/writer.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { TrustKit } from "../../src/testing/trust-kit.ts";

const MIB = 1 << 20;
/** DESIGN section 11: root probe aside. */
const POLL_FLOOR_BYTES = 500;

/** The index of so many apps, built, countersigned and signed; then signed again with nothing new. */
export function benchIndex(apps: number): readonly string[] {
  const { registry, facts } = syntheticRegistry(apps);
  const kit = new TrustKit({ bitLength: bitsFor(apps) });
  const publishedAt = (): string => "2026-11-01T12:00:00Z";
  const started = performance.now();
  const index = buildIndex(
    { registry, facts, images: new Set(), publishedAt },
    { sha256: nodeCrypto.sha256, countersign: (document) => addSignatures(document, [kit.keys.platform]) },
  );
  const built = performance.now();
  const sign = (previous: ReturnType<typeof signIndex>["head"] | null) =>
    signIndex({
      authority: kit.authority,
      targets: index.targets,
      previous,
      signers: kit.keys,
      crypto: nodeCrypto,
      now: kit.now,
    });
  const first = sign(null);
  const signed = performance.now();
  const again = sign(first.head);
  const done = performance.now();
  const timestamp = again.files.get("tuf/timestamp.json")?.length ?? Number.NaN;
  const verdict = timestamp <= POLL_FLOOR_BYTES ? "holds" : "DOES NOT HOLD";
  return [
    `index of ${apps} apps: built ${seconds(built - started)}, signed ${seconds(signed - built)}, ` +
      `signed again ${seconds(done - signed)}, ${Math.round(process.memoryUsage().rss / MIB)} MiB resident`,
    `  poll with nothing new: 404 for the next root and ${timestamp} bytes (floor ${POLL_FLOOR_BYTES}: ${verdict}); ` +
      `snapshot ${first.head.snapshot.length} bytes`,
  ];
}

/** About 25 apps a bin, as a ceremony is advised. */
function bitsFor(apps: number): number {
  return Math.max(2, Math.ceil(Math.log2(apps / 25)));
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
