#!/usr/bin/env node
// What nobody asked for: says which landed versions are held, judges again what waits, and keeps schedules alive, which stop in a
// quiet repository.
import { openJob } from "./lib/job.ts";
import { tellHolds } from "../src/node/registry/land/tell-holds.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";

const { forge, octokit, name, repository, remote } = await openJob();
for (const workflow of ["publish.yml", "sweep.yml"]) {
  await octokit.rest.actions.enableWorkflow({ ...name, workflow_id: workflow });
}
const record = forgeRecord(forge, repository, remote);
const told = await tellHolds({ forge, repository, remote, record, now: new Date() });
for (const { number, state } of told) console.log(`#${number}: ${state}`);
await forge.dispatch("merge.yml", { everything: "true" });
