import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { expect, test } from "vitest";

const FUNCTIONS = join(import.meta.dirname, "../..");
/** Bytes, packed: what a new isolate has to load before its first answer. */
const MAX_BYTES = 60_000;

test("the worker is small, asks for nothing of Node, and makes no code of strings", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(FUNCTIONS, "worker.ts")],
    absWorkingDir: FUNCTIONS,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
  });
  const text = outputFiles[0]?.text ?? "";
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => /(?:^|\/)src\/(?!core\/)/.test(path))).toEqual([]);
  expect(text).not.toMatch(/\beval\b|\bFunction\s*\(/);
  expect(gzipSync(text).length).toBeLessThan(MAX_BYTES);
});
