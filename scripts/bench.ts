#!/usr/bin/env node
// Ratios beside a peer, measured in one run: `npm run bench`. Never part of continuous integration.
import { cpus } from "node:os";

import { benchPackages } from "./bench/packages.ts";
import { benchStartUp } from "./bench/start-up.ts";

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown processor"}`);
for (const bench of [benchPackages, benchStartUp]) {
  for (const line of await bench()) console.log(line);
}
