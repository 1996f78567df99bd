import { readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";

import { defineConfig } from "vitest/config";

const product = "**/*.product.test.ts";
const isDeep = process.env["MOSIS_TEST_TIER"] === "deep";
const ignored = ["**/node_modules/**", "dist/**", ".mosis/**", ".jobs/**"];

const MEMORY = "/dev/shm";
/** Bytes that have to be free there. */
const ROOM = 2 ** 31;

/**
 * Temporary files are kept in memory where there is room: what tests wait for most is a disk that confirms every write. The deep tier
 * stays with the disk, and so does the product, whose browser is unpacked there and stays.
 */
function temporaryFolder(): Record<string, string> {
  if (isDeep || process.platform !== "linux") return {};
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const options = mounts.find((line) => line.split(" ")[1] === MEMORY)?.split(" ")[3];
  if (options === undefined || options.includes("noexec")) return {};
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize < ROOM ? {} : { TMPDIR: MEMORY };
}

export default defineConfig({
  test: {
    // Programs that tests start need not be compiled each time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
    setupFiles: ["src/testing/setup.ts"],
    tags: [{ name: "deep", description: "Full counts, load and soak: `npm run test:deep` only." }],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          env: temporaryFolder(),
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "functions/**/*.test.ts"],
          exclude: [product, ...ignored],
          testTimeout: isDeep ? 600_000 : 60_000,
          hookTimeout: 60_000,
          // Many of them wait for Git, for a disk or for a process of their own, so that even two cores have time for two.
          maxWorkers: 2,
          // No test changes what it imports, nor its process: what one file has loaded is there for the next. The deep tier loads too much.
          isolate: isDeep,
        },
      },
      {
        extends: true,
        test: {
          // Drives the product as its users do: the compiled command line, servers, browsers.
          name: "product",
          include: [product],
          exclude: ignored,
          // Beside the others, for a chain of jobs waits more than it works; alone where they take long.
          maxWorkers: isDeep ? 1 : 2,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
