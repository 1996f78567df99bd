#!/usr/bin/env node
// Writes every generated file, or with --check says which one is stale.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { generatedFiles } from "./generate/generated-files.ts";

const ROOT = join(import.meta.dirname, "..");

const files = new Map([...generatedFiles(), ...functionsFiles()]);
const stale = [...files].filter(([path, text]) => current(path) !== text).map(([path]) => path);
if (process.argv.includes("--check")) {
  for (const path of stale) console.error(`${path} is stale: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), files.get(path) ?? "");
  }
  console.error(stale.length > 0 ? `wrote ${stale.join(", ")}` : "all generated files are up to date");
}

/** What the functions generate, by their own program: nothing here needs them. */
function functionsFiles(): readonly (readonly [string, string])[] {
  const program = join(ROOT, "functions/generate.ts");
  if (!existsSync(program)) return [];
  const printed = execFileSync(process.execPath, [program], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return Object.entries(JSON.parse(printed) as Readonly<Record<string, string>>);
}

function current(path: string): string | null {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return null;
  }
}
