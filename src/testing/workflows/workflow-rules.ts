import { readWorkflowMap } from "../actions/workflow.ts";
import { isExpression, isMap, plainText, type WorkflowMap, type WorkflowValue } from "../actions/workflow-value.ts";

/** A rule that a workflow breaks, and where. */
export interface WorkflowProblem {
  readonly rule: WorkflowRule;
  readonly at: string;
}

export type WorkflowRule =
  | "no-pull-request-target"
  | "pinned-action"
  | "workflow-permissions"
  | "job-permissions"
  | "persist-credentials"
  | "expression-in-run"
  | "secret-outside-environment"
  | "timeout"
  | "runner-version"
  | "install-scripts"
  | "code-of-main";

/** Environments whose secrets are restricted to the main branch. */
const ENVIRONMENTS: readonly string[] = ["merge", "signing", "cdn"];
/** Events that run with the rights of main while somebody else's commit is what they are about. */
const PRIVILEGED: readonly string[] = ["workflow_run", "issue_comment", "pull_request_target"];
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

/** What keeps our workflows safe and is easily forgotten, as far as one file shows it. */
export async function workflowProblems(path: string, content: string): Promise<readonly WorkflowProblem[]> {
  const root = await readWorkflowMap(path, content);
  const events = eventsOf(root["on"]);
  const problems: WorkflowProblem[] = [];
  const check = (isGood: boolean, rule: WorkflowRule, at: string): void => {
    if (!isGood) problems.push({ rule, at });
  };
  check(!events.includes("pull_request_target"), "no-pull-request-target", "on");
  check(isMap(root["permissions"]), "workflow-permissions", "permissions");
  check(!usesSecrets(root["env"]), "secret-outside-environment", "env");
  for (const [id, job] of Object.entries(asMap(root["jobs"]))) {
    if (!isMap(job)) continue;
    const at = `jobs.${id}`;
    check(isMap(job["permissions"]), "job-permissions", at);
    check(typeof job["timeout-minutes"] === "number", "timeout", at);
    check(typeof job["runs-on"] === "string" && !job["runs-on"].endsWith("-latest"), "runner-version", at);
    const environment = typeof job["environment"] === "string" ? job["environment"] : null;
    const isProtected = environment !== null && ENVIRONMENTS.includes(environment);
    check(isProtected || !usesSecrets(job), "secret-outside-environment", at);
    for (const [index, step] of (Array.isArray(job["steps"]) ? job["steps"] : []).entries()) {
      if (isMap(step)) checkStep(step, `${at}.steps.${index}`);
    }
  }
  return problems;

  function checkStep(step: WorkflowMap, at: string): void {
    const { uses, run, with: inputs } = step;
    check(!isExpression(run), "expression-in-run", at);
    if (typeof run === "string") check(!/npm (?:ci|install)(?!.*--ignore-scripts)/.test(run), "install-scripts", at);
    if (typeof uses !== "string") return;
    check(PINNED.test(uses) && hasVersion(content, uses), "pinned-action", at);
    if (!uses.startsWith("actions/checkout@")) return;
    const { "persist-credentials": kept, ref } = asMap(inputs);
    check(plainText(kept) === "false", "persist-credentials", at);
    check(!events.some((event) => PRIVILEGED.includes(event)) || ref === "main", "code-of-main", at);
  }
}

/** Whether the version that the commit is stands beside it, for people and for bots that update it. */
function hasVersion(content: string, uses: string): boolean {
  const lines = content.split("\n").filter((line) => line.includes(uses));
  return lines.length > 0 && lines.every((line) => /# v\d+\.\d+\.\d+$/.test(line));
}

function usesSecrets(value: WorkflowValue | undefined): boolean {
  if (isExpression(value)) return /\bsecrets\b(?!\.GITHUB_TOKEN\b)/.test(value.expression);
  if (Array.isArray(value)) return value.some(usesSecrets);
  return isMap(value) && Object.values(value).some(usesSecrets);
}

function eventsOf(on: WorkflowValue | undefined): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(asMap(on));
}

function asMap(value: WorkflowValue | undefined): WorkflowMap {
  return isMap(value) ? value : {};
}
