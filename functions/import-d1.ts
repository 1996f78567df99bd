#!/usr/bin/env node
// Brings raw events from D1 to this machine, for `rollup.ts` to count: docs/operate/telemetry.md.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { telemetryFiles } from "./telemetry/rollup/telemetry-files.ts";
import { NoExportError, writeDayFiles } from "./telemetry/workers/day-files.ts";

const [file] = process.argv.slice(2);
const data = process.env["MOSIS_DATA"] ?? "";
if (file === undefined || data === "") {
  console.error("usage: MOSIS_DATA=<folder> node functions/import-d1.ts <what `wrangler d1 export` wrote>");
  process.exitCode = 1;
} else {
  const { raw } = telemetryFiles(data);
  mkdirSync(raw, { recursive: true });
  const scratch = mkdtempSync(join(raw, "import-"));
  try {
    const days = writeDayFiles(readFileSync(file, "utf8"), scratch, raw);
    console.log(days.length === 0 ? "D1 has no events." : `Days ${days[0]} to ${days.at(-1)}`);
  } catch (error) {
    if (!(error instanceof NoExportError)) throw error;
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
