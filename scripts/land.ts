#!/usr/bin/env node
// The second half of the merge job, which may write: lands what a plan names, says what became of it, and starts publishing.
// Run again after it was killed, it tells and starts what it had not yet.
//   node scripts/land.ts plan.json      MOSIS_SAMPLE_SECRET draws the sample of those that a person looks at
import { readFile } from "node:fs/promises";

import { openJob } from "./lib/job.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { carryOut } from "../src/node/registry/land/carry-out.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";
import { forgeQueue, keepQueue } from "../src/node/registry/land/keep-queue.ts";
import { MAIN } from "../src/node/registry/land/judge.ts";
import type { LandPlan } from "../src/node/registry/land/land-plan.ts";

const [file = "plan.json"] = process.argv.slice(2);
const plan = JSON.parse(await readFile(file, "utf8")) as LandPlan;
const job = await openJob();
const secret = process.env["MOSIS_SAMPLE_SECRET"] ?? "";
const sampleSecret = secret === "" ? {} : { sampleSecret: new TextEncoder().encode(secret) };
const record = forgeRecord(job.forge, job.repository, job.remote);
const ports = { ...job, record, now: new Date(), ...sampleSecret };
const { outcomes, withdrawn, stood, next, unpublished } = await carryOut(plan, ports);
for (const { number, head } of plan.entries) console.log(`#${number} at ${head}: ${outcomes.get(number)}`);
for (const hold of withdrawn) console.log(`withdrawn: ${hold.app_id} ${hold.version_code}, held since ${hold.since}`);
try {
  await keepQueue(stood, { forge: job.forge, queue: forgeQueue(job), now: ports.now });
} finally {
  // A list that cannot be written keeps nothing from going on. Merging with the token of a job starts no workflow by itself.
  if (unpublished && !(await isBeingPublished())) await job.forge.dispatch("publish.yml");
  if (next !== null) {
    await job.forge.dispatch("merge.yml", { everything: String(next.everything), after: String(next.after) });
  }
}

/** Whether a run that has not ended will publish main as it is now. If it fails, the next round finds main unpublished. */
async function isBeingPublished(): Promise<boolean> {
  const main = await fetchRef(job.repository, job.remote, MAIN);
  const { data } = await job.octokit.rest.actions.listWorkflowRuns({
    ...job.name,
    workflow_id: "publish.yml",
    head_sha: main,
  });
  return data.workflow_runs.some(({ status }) => status !== "completed");
}
