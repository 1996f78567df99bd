#!/usr/bin/env node
// Judges pull requests as data, with the code of the main branch. Fails when the one of this run has to be mended.
//   node scripts/review.ts report.json            the pull request of the event
//   node scripts/review.ts --unreviewed reports   every open head of which nothing was said yet, a file each
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openJob, required } from "./lib/job.ts";
import { findingsGithub } from "../src/core/findings/formats/findings-github.ts";
import { askForge } from "../src/node/registry/land/ask-forge.ts";
import { isCode, judgePullRequest, MAIN } from "../src/node/registry/land/judge.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { CHECK_NAME } from "../src/node/registry/land/post-report.ts";
import { reviewReport } from "../src/node/registry/land/untrusted-report.ts";

const [first = "report.json", folder = "reports"] = process.argv.slice(2);
const job = await openJob();
const now = new Date();
const ports = { ...job, ...askForge(job.forge, now), names: new Map(), now };
if (first === "--unreviewed") {
  await mkdir(folder, { recursive: true });
  for (const { number, head } of await job.forge.openPulls()) {
    const { data } = await job.octokit.rest.checks.listForRef({ ...job.name, ref: head, check_name: CHECK_NAME });
    const isTold = data.check_runs.some(({ name, status }) => name === CHECK_NAME && status === "completed");
    if (!isTold) await review(number, join(folder, `${number}.json`));
  }
} else {
  const event = JSON.parse(await readFile(required("GITHUB_EVENT_PATH"), "utf8")) as {
    readonly pull_request: { readonly number: number };
  };
  const verdict = await review(event.pull_request.number, first);
  if (verdict === "fail") process.exitCode = 1;
}

async function review(number: number, out: string): Promise<string> {
  const { author, open } = await job.forge.pull(number);
  if (!open) {
    console.log(`#${number} is closed: there is nothing to judge.`);
    return "closed";
  }
  const main = await fetchRef(job.repository, job.remote, MAIN);
  const judged = await judgePullRequest(number, author, main, ports);
  if (isCode(judged)) {
    console.log(`#${number} changes nothing of the registry: it is for people.`);
    return "code";
  }
  await writeFile(out, JSON.stringify(reviewReport(judged)));
  console.log(findingsGithub({ subject: ".", kind: "project", findings: judged.report.findings }));
  console.log(`#${number} at ${judged.head}: ${judged.report.verdict}`);
  return judged.report.verdict;
}
