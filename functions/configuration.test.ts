import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const FUNCTIONS = import.meta.dirname;
// Workers, and what loads from them, have a page of their own.
const SOURCES = {
  cwd: FUNCTIONS,
  exclude: [
    "**/*.test.ts",
    "**/*-kit.ts",
    "import-d1.ts",
    "load-clickhouse.ts",
    "telemetry/{workers,clickhouse}/**",
    "bench/**",
    "**/testing/**",
  ],
};

test("the page for operators explains every variable that the functions read", () => {
  const page = readFileSync(join(FUNCTIONS, "../docs/operate/hosting.md"), "utf8");
  const variables = new Set(
    globSync("**/*.ts", SOURCES).flatMap(
      (file) => readFileSync(join(FUNCTIONS, file), "utf8").match(/\bMOSIS_[A-Z_]+[A-Z]\b/g) ?? [],
    ),
  );
  expect(variables).toContain("MOSIS_DATA");
  expect([...variables].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
