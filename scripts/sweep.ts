#!/usr/bin/env node
// What nobody asked for: judges again what waits, and keeps schedules alive, which stop in a quiet repository.
import { openJob } from "./lib/job.ts";

const { forge, octokit, name } = await openJob();
for (const workflow of ["publish.yml", "sweep.yml"]) {
  await octokit.rest.actions.enableWorkflow({ ...name, workflow_id: workflow });
}
await forge.dispatch("merge.yml", { everything: "true" });
