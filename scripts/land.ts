#!/usr/bin/env node
// The second half of the merge job, which may write: lands what a plan names, says what became of it, and starts publishing.
// Run again after it was killed, it tells and starts what it had not yet.
//   node scripts/land.ts plan.json      MOSIS_SAMPLE_SECRET draws the sample of those that a person looks at
import { readFile } from "node:fs/promises";

import { openJob } from "./lib/job.ts";
import type { CommitStatus } from "../src/node/forge.ts";
import { LAND_STATUS, landPlanned, type LandPlan } from "../src/node/registry/land/land-plan.ts";
import { tellLanding } from "../src/node/registry/land/tell-landing.ts";

const [file = "plan.json"] = process.argv.slice(2);
const plan = JSON.parse(await readFile(file, "utf8")) as LandPlan;
const job = await openJob();
const now = new Date();
const secret = process.env["MOSIS_SAMPLE_SECRET"] ?? "";
const sampleSecret = secret === "" ? {} : { sampleSecret: new TextEncoder().encode(secret) };
const STATES: Readonly<Partial<Record<string, CommitStatus["state"]>>> = { published: "success", in_review: "pending" };
let { more, unpublished } = plan;
for (const entry of plan.entries) {
  const { outcome, judgement } = await landPlanned(entry, plan, { ...job, now, ...sampleSecret });
  console.log(`#${entry.number} at ${entry.head}: ${outcome}`);
  more ||= outcome === "stale";
  unpublished ||= outcome === "landed" || outcome === "merged";
  if (judgement === null) continue;
  const { state, sentence } = await tellLanding(entry.number, judgement, entry.more, { ...job, now });
  const told = { context: LAND_STATUS, state: STATES[state] ?? "failure", description: sentence };
  await job.forge.setStatus(entry.head, told);
}
// Merging with the token of a job starts no workflow by itself.
if (unpublished) await job.forge.dispatch("publish.yml");
if (more) await job.forge.dispatch("merge.yml");
