#!/usr/bin/env node
// Ratios beside a peer, measured in one run: `npm run bench [-- --full]`. Never part of continuous integration.
import { cpus } from "node:os";

import { benchDeltas } from "./bench/deltas.ts";
import { benchFunctions } from "./bench/functions.ts";
import { benchIndex } from "./bench/index.ts";
import { benchLua } from "./bench/lua.ts";
import { benchMemory } from "./bench/memory.ts";
import { benchNames } from "./bench/names.ts";
import { benchPackages } from "./bench/packages.ts";
import { benchSearch } from "./bench/search.ts";
import { benchSite } from "./bench/site.ts";
import { benchStartUp } from "./bench/start-up.ts";
import { benchVerdict } from "./bench/verdict.ts";

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown processor"}`);
const isFull = process.argv.includes("--full");
const sizes = isFull ? [1_000, 10_000, 100_000] : [1_000, 10_000];
const benches = [
  benchPackages,
  benchNames,
  benchMemory,
  benchDeltas,
  benchLua,
  benchStartUp,
  benchVerdict,
  () => benchSite(isFull),
  ...sizes.map((apps) => () => benchIndex(apps)),
  () => benchSearch(10_000),
  () => benchSearch(50_000),
  benchFunctions,
];
for (const bench of benches) {
  for (const line of await bench()) console.log(line);
}
