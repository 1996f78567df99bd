import { githubParser } from "./github-parser.ts";
import { isMap, valueOf, type WorkflowMap, type WorkflowValue, plainText } from "./workflow-value.ts";
import type { Permissions } from "../forge/access.ts";

/** A workflow file that this runner understands whole. */
export interface Workflow {
  readonly path: string;
  readonly name: string;
  /** Filters by event. */
  readonly on: Readonly<Record<string, WorkflowMap>>;
  readonly crons: readonly string[];
  readonly permissions: Permissions | null;
  readonly env: WorkflowMap;
  readonly concurrency: Concurrency | null;
  readonly jobs: readonly Job[];
}

export interface Concurrency {
  readonly group: WorkflowValue;
  readonly cancelInProgress: boolean;
}

export interface Job {
  readonly id: string;
  readonly needs: readonly string[];
  /** With GitHub's `success()` around it where it names no status function. */
  readonly if: string;
  readonly permissions: Permissions | null;
  readonly environment: string | null;
  readonly concurrency: Concurrency | null;
  readonly env: WorkflowMap;
  readonly outputs: WorkflowMap;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly name: string;
  readonly if: string;
  readonly uses: string | null;
  readonly with: WorkflowMap;
  readonly run: WorkflowValue;
  readonly env: WorkflowMap;
  readonly continueOnError: boolean;
}

/** A workflow that GitHub would refuse, or that does what this runner cannot do. */
export class WorkflowError extends Error {
  override readonly name = "WorkflowError";
}

const KEYS = {
  workflow: ["name", "on", "permissions", "env", "concurrency", "jobs"],
  job: "name needs if runs-on permissions environment concurrency env outputs timeout-minutes steps".split(" "),
  step: ["id", "name", "if", "uses", "with", "run", "env", "continue-on-error", "timeout-minutes", "shell"],
  concurrency: ["group", "cancel-in-progress"],
  environment: ["name", "url"],
} as const;

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  push: ["branches"],
  pull_request: ["types", "branches"],
  pull_request_review: ["types"],
  issue_comment: ["types"],
  workflow_run: ["workflows", "types", "branches"],
  workflow_dispatch: ["inputs"],
  repository_dispatch: ["types"],
  schedule: [],
};

/** A workflow file as it stands, after GitHub's own parser took it. Throws WorkflowError for what GitHub would refuse. */
export async function readWorkflowMap(path: string, content: string): Promise<WorkflowMap> {
  return (await parse(path, content)).root;
}

/** Reads a workflow with GitHub's own parser. Throws WorkflowError, never ignores what it does not know. */
export async function readWorkflow(path: string, content: string): Promise<Workflow> {
  const { root: file, template, refuse } = await parse(path, content);
  const known = (where: string, map: WorkflowMap, keys: readonly string[]): WorkflowMap => {
    const unknown = Object.keys(map).find((key) => !keys.includes(key));
    return unknown === undefined ? map : refuse(`this runner does not know \`${unknown}\` of ${where}`);
  };
  const root = known("a workflow", file, KEYS.workflow);
  const concurrencyOf = (setting: WorkflowValue | undefined): Concurrency | null => {
    if (setting === undefined) return null;
    if (!isMap(setting)) return { group: setting, cancelInProgress: false };
    const { group = "", "cancel-in-progress": cancel = false } = known("concurrency", setting, KEYS.concurrency);
    if (typeof cancel !== "boolean") return refuse("cancel-in-progress has to be true or false here");
    return { group, cancelInProgress: cancel };
  };
  const jobsMap = asMap(root["jobs"]);
  const jobs = template.jobs.map((converted): Job => {
    const id = converted.id.value;
    if (converted.type !== "job") return refuse(`the job ${id} calls another workflow, which this runner cannot`);
    const job = known(`the job ${id}`, asMap(jobsMap[id]), KEYS.job);
    const steps = converted.steps.map((step, index): Step => {
      const raw = known(`a step of ${id}`, asMap((job["steps"] as readonly WorkflowValue[])[index]), KEYS.step);
      if (raw["shell"] !== undefined && raw["shell"] !== "bash") return refuse("this runner has no shell but bash");
      const uses = typeof raw["uses"] === "string" ? raw["uses"] : null;
      return {
        id: step.id,
        name: typeof raw["name"] === "string" ? raw["name"] : step.id,
        if: step.if?.expression ?? "success()",
        uses,
        with: asMap(raw["with"]),
        run: raw["run"] ?? null,
        env: asMap(raw["env"]),
        continueOnError: raw["continue-on-error"] === true,
      };
    });
    return {
      id,
      needs: (converted.needs ?? []).map((need) => need.value),
      if: converted.if.expression,
      permissions: permissionsOf(job["permissions"], refuse),
      environment: environmentOf(
        job["environment"],
        (setting) => known("environment", setting, KEYS.environment),
        refuse,
      ),
      concurrency: concurrencyOf(job["concurrency"]),
      env: asMap(job["env"]),
      outputs: asMap(job["outputs"]),
      steps,
    };
  });
  const { schedule, ...on } = eventsOf(root["on"]);
  for (const [event, filters] of Object.entries(on)) {
    const filterKeys = FILTERS[event];
    if (filterKeys === undefined) return refuse(`this runner does not know the event ${event}`);
    known(`the event ${event}`, filters, filterKeys);
  }
  return {
    path,
    name: typeof root["name"] === "string" ? root["name"] : path,
    on,
    crons: cronsOf(schedule),
    permissions: permissionsOf(root["permissions"], refuse),
    env: asMap(root["env"]),
    concurrency: concurrencyOf(root["concurrency"]),
    jobs,
  };
}

async function parse(path: string, content: string) {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await githubParser();
  const { value, context } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  const refuse = (why: string): never => {
    throw new WorkflowError(`${path}: ${why}`);
  };
  if (value === undefined || context.errors.count > 0) {
    return refuse(
      context.errors
        .getErrors()
        .map(({ message }) => message)
        .join("; "),
    );
  }
  const template = await convertWorkflowTemplate(context, value);
  if (template.errors !== undefined) return refuse(template.errors.map(({ Message }) => Message).join("; "));
  return { root: asMap(valueOf(value)), template, refuse };
}

function asMap(value: WorkflowValue | undefined): WorkflowMap {
  return isMap(value) ? value : {};
}

/** `on` may be one event, a list of events, or a map of them. */
function eventsOf(on: WorkflowValue | undefined): Readonly<Record<string, WorkflowMap>> {
  if (typeof on === "string") return { [on]: {} };
  if (Array.isArray(on)) return Object.fromEntries(on.map((event) => [String(event), {}]));
  return Object.fromEntries(
    Object.entries(asMap(on)).map(([event, filters]) => [
      event,
      Array.isArray(filters) ? { list: filters } : asMap(filters),
    ]),
  );
}

function cronsOf(schedule: WorkflowMap | undefined): readonly string[] {
  const list = schedule?.["list"];
  return Array.isArray(list) ? list.flatMap((each) => (isMap(each) ? [plainText(each["cron"])] : [])) : [];
}

function permissionsOf(value: WorkflowValue | undefined, refuse: (why: string) => never): Permissions | null {
  if (value === undefined) return null;
  if (!isMap(value)) return refuse("permissions have to be listed one by one");
  return value as Permissions;
}

function environmentOf(
  value: WorkflowValue | undefined,
  known: (map: WorkflowMap) => WorkflowMap,
  refuse: (why: string) => never,
): string | null {
  const name = isMap(value) ? known(value)["name"] : value;
  if (name === undefined || name === null) return null;
  return typeof name === "string" ? name : refuse("the name of an environment has to be written out here");
}
