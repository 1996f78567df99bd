#!/usr/bin/env node
// Says whether the newest root and targets of a registry are signed and for how long they hold. Exit code 1: not for long, or not.
//   node scripts/trust-check.ts --registry DIR
import { parseArgs } from "node:util";

import { trustStatus } from "../src/node/registry/trust-ceremony.ts";
import { printStatus, readTrust } from "../src/node/registry/trust-folder.ts";

/** A ceremony of three people takes weeks to arrange. */
const WARN_DAYS = 60;

const { values } = parseArgs({ options: { registry: { type: "string", default: "registry" } } });
const documents = await readTrust(values.registry);
const now = new Date();
console.log(printStatus(documents, now));
if (trustStatus(documents, now).some(({ isSigned, daysLeft }) => !isSigned || daysLeft < WARN_DAYS))
  process.exitCode = 1;
