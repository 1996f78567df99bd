#!/usr/bin/env node
// Shows what a review said on its pull request. The report is not to be trusted: a fork can make its review say anything.
//   node scripts/report.ts                the report of the run that this one followed
//   node scripts/report.ts --from reports the reports that an earlier job of this run wrote
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { openJob, required } from "./lib/job.ts";
import { registryPart } from "../src/node/git/registry-part.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { MAIN, requireRegistry } from "../src/node/registry/land/judge.ts";
import { findHeads } from "../src/node/registry/land/find-heads.ts";
import { fetchReport } from "../src/node/registry/land/fetch-report.ts";
import { postReport } from "../src/node/registry/land/post-report.ts";
import { parseReviewReport } from "../src/node/registry/land/untrusted-report.ts";

const [option, folder = "reports"] = process.argv.slice(2);
const { octokit, name, repository, remote } = await openJob();
const main = await fetchRef(repository, remote, MAIN);
const { bots } = requireRegistry(await registryPart(repository, main, [])).config.policy;
if (option === "--from") {
  for (const file of await readdir(folder)) await show(await readFile(join(folder, file)), null);
} else {
  const event = JSON.parse(await readFile(required("GITHUB_EVENT_PATH"), "utf8")) as {
    readonly workflow_run: { readonly id: number; readonly head_sha: string };
  };
  const { id, head_sha: head } = event.workflow_run;
  const bytes = await fetchReport(octokit, name, id);
  if (bytes === null) console.log("The run has no report.");
  else await show(bytes, head);
}

/** @param head what the run was about; a report about something else is not shown */
async function show(bytes: Uint8Array, head: string | null): Promise<void> {
  const report = parseReviewReport(bytes);
  if (report === null || (head !== null && report.head !== head)) return console.log("This is no report of this head.");
  for (const number of await findHeads(octokit, name, report.head)) {
    await postReport(octokit, name, { number, report, bots, now: new Date() });
    console.log(`#${number}: ${report.verdict}`);
  }
}
