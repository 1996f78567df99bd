import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { expect, test } from "vitest";

// Deleting functions/ must break nothing else. Whoever starts a program there does so as a process, where the folder exists.

const ROOT = join(import.meta.dirname, "../..");
const SOURCES = ["src/**/*.{ts,astro,mjs}", "scripts/**/*.ts", "*.{ts,mjs}"];
const IMPORT = /(?:\bfrom|\bimport|\brequire|import\.meta\.resolve)\s*\(?\s*["'](\.[^"']+)["']/g;

/** Paths from the root that a file imports. */
function importsOf(file: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]) => relative(ROOT, join(ROOT, dirname(file), specifier)));
}

const isOfFunctions = (path: string): boolean => path.startsWith("functions/") || path.startsWith("functions\\");

test("nothing outside of functions/ imports anything of it", () => {
  const own = relative(ROOT, import.meta.filename);
  const files = globSync(SOURCES, { cwd: ROOT, exclude: ["src/site/content/**", own] });
  const imports = files.flatMap((file) =>
    importsOf(file, readFileSync(join(ROOT, file), "utf8")).map((path) => ({ file, path })),
  );
  // The search does find what there is.
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports.filter(({ path }) => isOfFunctions(path))).toEqual([]);
});

test.each([
  'import { limits } from "../../functions/shared/limits.ts";',
  'export { limits } from "../../functions/shared/limits.ts";',
  'const module = await import("../../functions/server.ts");',
  'import "../../functions/server.ts";',
])("%s would be found", (line) => {
  expect(importsOf("src/testing/planted.ts", line).filter(isOfFunctions)).toHaveLength(1);
});
