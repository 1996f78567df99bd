import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

import { expect, test } from "vitest";

import { bundleModule } from "../../testing/bundle.ts";

/** Bytes that a page may load to check a package, packed by brotli; validators of schemas come on top. */
const BUDGET = 120_000;

test("what checks packages in a browser stays small, and needs nothing of Node", async () => {
  const entry = join(import.meta.dirname, "check-worker.ts");
  const { bytes, parts } = await bundleModule(entry, ["*-validators.generated.ts"]);
  const largest = Object.entries(parts)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10);
  expect(brotliCompressSync(bytes).length, JSON.stringify(largest, null, 2)).toBeLessThanOrEqual(BUDGET);
  expect(Object.keys(parts).filter((path) => !/^src\/(?:core|site)\//.test(path))).toEqual([]);
});
