#!/usr/bin/env node
// The first half of the merge job, which may write nothing: judges open pull requests and writes down what is to be landed.
//   node scripts/recheck.ts plan.json      MOSIS_EVERYTHING=true judges all of them again, MOSIS_AFTER=7 those after #7
import { writeFile } from "node:fs/promises";

import { openJob, setOutput } from "./lib/job.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";
import { planLandings } from "../src/node/registry/land/land-plan.ts";

const [out = "plan.json"] = process.argv.slice(2);
const job = await openJob();
const { MOSIS_EVERYTHING: everything, MOSIS_AFTER: after = "" } = process.env;
const plan = await planLandings(
  { everything: everything === "true", after: /^\d+$/.test(after) ? Number(after) : 0 },
  { ...job, now: new Date(), record: forgeRecord(job.forge, job.repository, job.remote) },
);
await writeFile(out, JSON.stringify(plan));
for (const { number, head, report } of plan.entries) console.log(`#${number} at ${head}: ${report.verdict}`);
await setOutput("work", String(plan.entries.length > 0 || plan.next !== null || plan.unpublished));
