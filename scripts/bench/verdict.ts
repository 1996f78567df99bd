import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compare, verdict } from "./measure.ts";
import { type RegistryRepository, registryRepository } from "./registry-repository.ts";
import { readRegistry } from "../../src/core/registry/model.ts";
import { review } from "../../src/core/review/review.ts";
import { pullRequestChanges } from "../../src/node/git/pull-request.ts";
import { registryPart } from "../../src/node/git/registry-part.ts";
import { openRepository } from "../../src/node/git/repository.ts";
import { nodePackagePorts } from "../../src/node/package-ports.ts";

const SMALL = 100;
const LARGE = 10_000;
/** DESIGN section 11. */
const RATIO_FLOOR = 1.5;
/** DESIGN section 11: file reads, besides the index of names. */
const READS_FLOOR = 50;

/** The verdict on a new version in a large registry beside that in a small one, the package's download aside. */
export async function benchVerdict(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "mosis-bench-"));
  try {
    const [large, small] = [registryRepository(LARGE, folder), registryRepository(SMALL, folder)];
    const reads = await judge(large);
    const { a, b, ratio } = await compare(
      () => judge(large),
      () => judge(small),
    );
    return [
      `verdict on a version in a registry of ${LARGE} apps: ${a.median.toFixed(0)} ms, of ${SMALL} apps ${b.median.toFixed(0)} ms, ` +
        `ratio ${ratio.toFixed(2)} (floor ${RATIO_FLOOR}: ${verdict(ratio <= RATIO_FLOOR)}); ` +
        `${reads} files read (floor ${READS_FLOOR}: ${verdict(reads <= READS_FLOOR)})`,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Judges the submission as a job that has just started does; gives how many files of the registry it read. */
async function judge({ gitdir, main, head, fetched }: RegistryRepository): Promise<number> {
  const repository = await openRepository(gitdir);
  const diff = await pullRequestChanges(repository, main, head);
  if (!diff.ok) throw new Error("the submission is refused");
  const files = await registryPart(repository, main, diff.changes);
  const { registry } = readRegistry(files, nodePackagePorts.sha256);
  if (registry === null) throw new Error("the registry is broken");
  const now = new Date("2026-11-01T12:00:00Z");
  const report = review({ base: registry, changes: diff.changes, author: 1, fetched, now }, nodePackagePorts);
  if (report.verdict !== "merge") throw new Error(report.findings.map(({ message }) => message).join(" "));
  return files.size + diff.changes.length;
}
