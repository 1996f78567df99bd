import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { rules } from "./catalogue.ts";

const SOURCES = join(import.meta.dirname, "../..");

test("every rule is reported somewhere", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const code = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) => !/^(?:testing|core\/findings\/rules)\//.test(file.replaceAll("\\", "/")))
    .map((file) => readFileSync(join(SOURCES, file), "utf8"))
    .join("\n");
  expect(Object.keys(rules).filter((rule) => !code.includes(`"${rule}"`))).toEqual([]);
});
