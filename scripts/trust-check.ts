#!/usr/bin/env node
// Says whether the newest root and targets of a registry are signed, for how long they hold, and whether devices can follow every
// developer under them. Exit code 1: not signed, not for long, or not every one.
//   node scripts/trust-check.ts --registry DIR
import { parseArgs } from "node:util";

import { droppedRecoveries } from "./lib/recoveries.ts";
import { runScript } from "./lib/run-script.ts";
import { trustStatus } from "../src/node/registry/trust/trust-ceremony.ts";
import { printStatus, readTrust } from "../src/node/registry/trust/trust-folder.ts";

/** A ceremony of three people takes weeks to arrange. */
const WARN_DAYS = 60;

await runScript(async () => {
  const { values } = parseArgs({ options: { registry: { type: "string", default: "registry" } } });
  const documents = await readTrust(values.registry);
  const now = new Date();
  console.log(printStatus(documents, now));
  const dropped = await droppedRecoveries(values.registry, documents);
  for (const line of dropped) console.error(line);
  const isDue = trustStatus(documents, now).some(({ isSigned, daysLeft }) => !isSigned || daysLeft < WARN_DAYS);
  return isDue || dropped.length > 0 ? 1 : 0;
});
