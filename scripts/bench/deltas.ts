import { verdict } from "./measure.ts";
import { makeDelta } from "../../src/core/delta/make-delta.ts";
import { nodePackagePorts } from "../../src/node/package-ports.ts";
import { pairApps, type PairKind, versionPair } from "../../src/testing/archives/version-pairs.ts";

/** DESIGN section 11, in percent of the package. */
const FLOORS: Readonly<Record<PairKind, number>> = { feature: 5, fix: 0.5 };

/** Deltas to next versions of the first-party apps: a new feature, and a mended script. */
export async function benchDeltas(): Promise<readonly string[]> {
  const lines: string[] = ["deltas between versions of the first-party apps:"];
  for (const kind of ["feature", "fix"] as const) {
    for (const app of pairApps) {
      const { from, to } = await versionPair(app, kind);
      const packedLength = to.bytes().length;
      const delta = makeDelta(from.files(), { files: to.files(), packedLength }, nodePackagePorts);
      const bytes = delta?.length ?? packedLength;
      const percent = (100 * bytes) / packedLength;
      lines.push(
        `  ${app}, ${kind}: ${bytes} of ${packedLength} bytes, ${percent.toFixed(2)} % (floor ${FLOORS[kind]} %: ${verdict(percent <= FLOORS[kind])})`,
      );
    }
  }
  return lines;
}
