#!/usr/bin/env node
// The first half of the merge job, which may write nothing: judges open pull requests and writes down what is to be landed.
//   node scripts/recheck.ts plan.json packs      MOSIS_EVERYTHING=true judges all of them again, MOSIS_AFTER=7 those after #7
// What needs a reviewer has a page in the folder, whole where the comment on the pull request is cut off, and the same as JSON.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openJob, setOutput } from "./lib/job.ts";
import { reportJson } from "../src/core/review/reports/report-json.ts";
import { reportText } from "../src/core/review/reports/report-text.ts";
import { reviewerPack } from "../src/core/review/reports/reviewer-pack.ts";
import { submissionReport } from "../src/core/review/reports/submission-report.ts";
import { askForge } from "../src/node/registry/land/ask-forge.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";
import { forgeQueue } from "../src/node/registry/land/keep-queue.ts";
import { planLandings } from "../src/node/registry/land/land-plan.ts";

const [out = "plan.json", packs = "packs"] = process.argv.slice(2);
const job = await openJob();
const { MOSIS_EVERYTHING: everything, MOSIS_AFTER: after = "" } = process.env;
const now = new Date();
const plan = await planLandings(
  { everything: everything === "true", after: /^\d+$/.test(after) ? Number(after) : 0 },
  {
    ...job,
    ...askForge(job.forge, now),
    now,
    record: forgeRecord(job.forge, job.repository, job.remote),
    queue: forgeQueue(job),
  },
);
await writeFile(out, JSON.stringify(plan));
await mkdir(packs, { recursive: true });
for (const { number, head, report, more } of plan.entries) {
  const submission = submissionReport(head, report, more);
  console.log(`#${number} at ${head}\n${reportText(submission)}`);
  if (report.verdict !== "review") continue;
  const file = join(packs, `${number}-${head}`);
  await writeFile(`${file}.md`, reviewerPack(submission));
  await writeFile(`${file}.json`, JSON.stringify(reportJson(submission), null, 2));
}
const { entries, next, unpublished, withdraws, outdated } = plan;
await setOutput("work", String(entries.length > 0 || next !== null || unpublished || withdraws || outdated));
