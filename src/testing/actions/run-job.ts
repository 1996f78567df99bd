import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ActionsOptions } from "./actions.ts";
import { evaluator } from "./evaluate.ts";
import { createJobLog, type JobLog, parseEnvFile } from "./job-log.ts";
import { createJobMachine, type JobMachine } from "./job-machine.ts";
import { shims } from "./shims.ts";
import type { Trigger } from "./triggers.ts";
import type { Job, Step, Workflow } from "./workflow.ts";
import type { Permissions } from "../forge/access.ts";
import { ACTIONS_BOT } from "../forge/forge.ts";
import type { Conclusion, WorkflowRunRecord } from "../forge/records.ts";

export interface JobResult {
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: JobLog;
}

export interface JobCall {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly run: WorkflowRunRecord;
  readonly trigger: Trigger;
  /** Results of the jobs it needs. */
  readonly needs: Readonly<Record<string, JobResult>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** Gives the machine to whoever may cancel the run. */
  readonly onMachine: (machine: JobMachine) => void;
}

const DEFAULT_PERMISSIONS: Permissions = { contents: "read" };

/** Runs one job on a machine of its own, step by step. What a token or a secret may do is decided here. */
export async function runJob(call: JobCall, options: ActionsOptions): Promise<JobResult> {
  const { job, workflow, run, trigger, needs } = call;
  const log = createJobLog();
  const setting = job.environment === null ? null : (options.environments[job.environment] ?? { secrets: {} });
  if (setting?.branches?.includes(trigger.headBranch) === false || (setting?.branches && trigger.isFork)) {
    log.say(`::error::${trigger.ref} may not deploy to ${job.environment}`);
    return { conclusion: "failure", outputs: {}, log };
  }
  const { backend } = options.forge;
  const permissions = job.permissions ?? workflow.permissions ?? DEFAULT_PERMISSIONS;
  const { token, revoke } = options.forge.grant(ACTIONS_BOT.login, {
    repository: trigger.repository.id,
    permissions: trigger.isFork ? readOnly(permissions) : permissions,
    ofRun: true,
  });
  // A pull request's own workflow gets no secrets, whatever it asks for.
  const secrets = { ...(trigger.isFork ? {} : setting?.secrets), GITHUB_TOKEN: token };
  for (const secret of Object.values(secrets)) log.mask(secret);
  const machine = await createJobMachine();
  call.onMachine(machine);
  const steps: Record<string, { outputs: Readonly<Record<string, string>>; outcome: string; conclusion: string }> = {};
  const state = { failed: false, cancelled: false };
  const ends: (() => Promise<void>)[] = [];
  const eventPath = join(machine.temp, "event.json");
  const github = {
    ...githubContext(call, token),
    event_path: eventPath,
    workspace: machine.workspace,
    api_url: backend.links.api,
    server_url: backend.links.web,
  };
  const exported: Record<string, string> = {};
  const contextsNow = (env: Readonly<Record<string, string>>) => ({
    github,
    env,
    vars: { ...options.variables, ...setting?.variables },
    secrets,
    needs: Object.fromEntries(
      Object.entries(needs).map(([id, { conclusion, outputs }]) => [id, { result: conclusion, outputs }]),
    ),
    steps,
    job: { status: state.failed ? "failure" : "success" },
    runner: { os: "Linux", arch: "X64", temp: machine.temp },
    inputs: call.inputs,
  });
  const evaluate = (env: Readonly<Record<string, string>>) => evaluator(contextsNow(env), state);

  async function step(each: Step, index: number): Promise<void> {
    const outer = await evaluate({});
    const jobEnv = { ...outer.texts(workflow.env), ...(await evaluate(outer.texts(workflow.env))).texts(job.env) };
    const withJob = await evaluate({ ...jobEnv, ...exported });
    if (!withJob.isTrue(each.if)) {
      steps[each.id] = { outputs: {}, outcome: "skipped", conclusion: "skipped" };
      return;
    }
    options.interrupt?.({ workflow: workflow.name, job: job.id, step: each.name, index }, () => machine.kill());
    const env = { ...jobEnv, ...exported, ...withJob.texts(each.env) };
    const inStep = await evaluate(env);
    const files = { GITHUB_OUTPUT: "output", GITHUB_ENV: "env", GITHUB_STEP_SUMMARY: "summary" };
    const paths = Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name, join(machine.temp, `${file}-${index}`)]),
    );
    for (const path of Object.values(paths)) await writeFile(path, "");
    log.say(`## ${each.name}`);
    let isGood = true;
    try {
      if (each.uses !== null) {
        await use(each, inStep.texts(each.with));
      } else {
        const given = { ...defaultEnv(github, machine), ...paths, ...options.processEnv?.(), ...env };
        const code = await machine.bash(inStep.text(each.run), given, log.write);
        log.flush();
        isGood = code === 0;
        if (code !== 0) log.say(`Process completed with exit code ${code}.`);
      }
    } catch (error) {
      isGood = false;
      log.say(`::error::${error instanceof Error ? error.message : String(error)}`);
    }
    Object.assign(exported, parseEnvFile(await readFile(paths["GITHUB_ENV"] ?? "", "utf8")));
    const outputs = parseEnvFile(await readFile(paths["GITHUB_OUTPUT"] ?? "", "utf8"));
    const outcome = isGood ? "success" : "failure";
    steps[each.id] = { outputs, outcome, conclusion: each.continueOnError ? "success" : outcome };
    if (!isGood && !each.continueOnError) state.failed = true;
  }

  async function use(each: Step, inputs: Readonly<Record<string, string>>): Promise<void> {
    const [name = "", version = ""] = (each.uses ?? "").split("@");
    const shim = shims[name];
    if (shim === undefined) throw new Error(`This runner does not know the action ${each.uses}.`);
    if (!/^[0-9a-f]{40}$/.test(version)) throw new Error(`${each.uses} is not pinned to a commit.`);
    const unknown = Object.keys(inputs).find((input) => !shim.inputs.includes(input));
    if (unknown !== undefined) throw new Error(`This runner does not know the input ${unknown} of ${name}.`);
    if (machine.isDead) return;
    const caches = join(options.root, "caches");
    const atEnd = (work: () => Promise<void>) => void ends.push(work);
    await shim.run({ machine, backend, run, trigger, token, caches, inputs, write: log.say, atEnd });
  }

  try {
    await writeFile(eventPath, JSON.stringify(trigger.payload));
    for (const [index, each] of job.steps.entries()) {
      await step(each, index);
      if (machine.isDead) return { conclusion: "failure", outputs: {}, log };
    }
    if (!state.failed) for (const end of ends) await end();
    const outputs = (await evaluate({})).texts(job.outputs);
    return { conclusion: state.failed ? "failure" : "success", outputs, log };
  } finally {
    revoke();
    await machine.remove();
  }
}

function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([name, level]) => [name, level === "write" ? "read" : level]),
  );
}

function githubContext({ run, workflow, job, trigger }: JobCall, token: string) {
  const { repository, ref } = trigger;
  const pull = trigger.payload["pull_request"] as { readonly base: { readonly ref: string } } | undefined;
  return {
    event: trigger.payload,
    event_name: trigger.event,
    ref,
    ref_name: ref.replace(/^refs\/(?:heads|tags|pull)\//, ""),
    sha: trigger.sha,
    head_ref: pull === undefined ? "" : trigger.headBranch,
    base_ref: pull?.base.ref ?? "",
    repository: `${repository.owner}/${repository.name}`,
    repository_owner: repository.owner,
    actor: trigger.actor.login,
    run_id: String(run.id),
    run_attempt: String(run.attempt),
    workflow: workflow.name,
    job: job.id,
    token,
  };
}

function defaultEnv(
  github: Readonly<Record<string, unknown>>,
  { temp, bin }: Pick<JobMachine, "temp" | "bin">,
): Readonly<Record<string, string>> {
  const named = Object.entries(github)
    .filter(([name, value]) => typeof value === "string" && name !== "token")
    .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)]);
  const path = `${bin}:/usr/local/bin:/usr/bin:/bin`;
  return { ...Object.fromEntries(named), GITHUB_ACTIONS: "true", RUNNER_TEMP: temp, PATH: path };
}
