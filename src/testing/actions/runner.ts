import type { Actions, ActionsOptions, FinishedJob } from "./actions.ts";
import { ConcurrencyGroups } from "./concurrency-groups.ts";
import { evaluator } from "./evaluate.ts";
import { createJobLog } from "./job-log.ts";
import type { JobMachine } from "./job-machine.ts";
import { contextOf, inputsOf, needsOf, workflowFiles } from "./run-context.ts";
import { type JobResult, runJob } from "./run-job.ts";
import { dueWorkflows, lastScheduled } from "./schedules.ts";
import { isStartedBy, type Trigger, triggerOf } from "./triggers.ts";
import { type Concurrency, type Job, readWorkflow, type Workflow } from "./workflow.ts";
import { announce } from "../forge/announce.ts";
import { findRepository } from "../forge/backend.ts";
import type { ForgeEvent, RunOrder } from "../forge/events.ts";
import type { Conclusion, WorkflowRunRecord } from "../forge/records.ts";
import { runView } from "../forge/views/runs.ts";

export function startActions(options: ActionsOptions): Actions {
  const { forge, repository: at } = options;
  const { backend } = forge;
  const groups = new ConcurrencyGroups();
  const jobs: FinishedJob[] = [];
  const machines = new Map<number, Set<JobMachine>>();
  const cancelled = new Set<number>();
  const triggers = new Map<number, { readonly trigger: Trigger; readonly workflow: Workflow }>();
  const running = new Set<Promise<void>>();
  const problems: unknown[] = [];
  const cutOff = cancelUnfinished(options);
  let isStopped = false;

  const spawnTask = (work: () => Promise<void>): void => {
    const task = work()
      .catch((error: unknown) => void problems.push(error))
      .finally(() => running.delete(task));
    running.add(task);
  };
  const isOurs = (event: ForgeEvent) => event.repository.owner === at.owner && event.repository.name === at.name;
  backend.onEvent((event) => {
    if (isStopped || !isOurs(event)) return;
    spawnTask(async () => {
      const trigger = await triggerOf(backend, event);
      if (trigger !== null) await start(trigger);
    });
  });
  backend.onOrder((order) => {
    if (!isStopped) spawnTask(() => obey(order));
  });

  async function start(trigger: Trigger): Promise<void> {
    for (const { path, content } of await workflowFiles(backend, trigger)) {
      const workflow = await readWorkflow(path, content).catch((error: unknown) => {
        // Somebody else's file is their problem; one of ours is a mistake of ours.
        if (!trigger.isFork) problems.push(error);
        return null;
      });
      if (workflow === null || !isStartedBy(workflow, trigger)) continue;
      if (isStopped) return;
      const run = newRun(workflow, trigger);
      if (waitsForApproval(trigger)) finish(run, "action_required", trigger);
      else spawnTask(() => execute(run));
    }
  }

  function newRun(workflow: Workflow, trigger: Trigger): WorkflowRunRecord {
    const now = backend.now();
    const run: WorkflowRunRecord = {
      id: backend.store.newId(),
      repository: trigger.repository.id,
      path: workflow.path,
      name: workflow.name,
      event: trigger.event,
      headSha: trigger.headSha,
      headBranch: trigger.headBranch,
      headRepository: trigger.headRepository.id,
      sha: trigger.sha,
      ref: trigger.ref,
      actor: trigger.actor.id,
      createdAt: now,
      payload: trigger.payload,
      status: "queued",
      conclusion: null,
      attempt: 1,
      updatedAt: now,
      jobs: [],
    };
    backend.store.state.workflowRuns.push(run);
    triggers.set(run.id, { trigger, workflow });
    return run;
  }

  function waitsForApproval({ isFork, event, actor, repository }: Trigger): boolean {
    if (!options.approvesFirstTimers || !isFork || event !== "pull_request") return false;
    return !backend.store.state.pulls.some(
      (pull) => pull.repository === repository.id && pull.author === actor.id && pull.merge !== null,
    );
  }

  async function execute(run: WorkflowRunRecord): Promise<void> {
    const known = triggers.get(run.id);
    if (known === undefined) throw new Error(`The run ${run.id} was not started here.`);
    const { trigger, workflow } = known;
    const about = { github: contextOf(trigger, workflow, run), inputs: inputsOf(trigger) };
    await inGroup(workflow.concurrency, about, run, async (goes) => {
      if (!goes) return finish(run, "cancelled", trigger);
      run.status = "in_progress";
      const results = await runJobs(workflow, run, trigger);
      const has = (conclusion: Conclusion) => [...results.values()].some((each) => each.conclusion === conclusion);
      const failed = has("failure") ? "failure" : "success";
      run.jobs = [...results].map(([name, { conclusion, log }]) => {
        return { id: backend.store.newId(), name, conclusion, log: log.text };
      });
      finish(run, cancelled.has(run.id) ? "cancelled" : failed, trigger);
    });
  }

  async function runJobs(workflow: Workflow, run: WorkflowRunRecord, trigger: Trigger) {
    const results = new Map<string, JobResult>();
    const begun = new Map<string, Promise<void>>();
    const begin = (job: Job): Promise<void> => {
      const known =
        begun.get(job.id) ??
        (async () => {
          const ids = needsOf(job, workflow);
          for (const need of workflow.jobs.filter(({ id }) => job.needs.includes(id))) await begin(need);
          const needs = Object.fromEntries(
            job.needs.map((id) => [
              id,
              results.get(id) ?? { conclusion: "skipped" as const, outputs: {}, log: createJobLog() },
            ]),
          );
          const before = ids.flatMap((id) => results.get(id) ?? []);
          const result = await oneJob(job, needs, before, { workflow, run, trigger });
          results.set(job.id, result);
          const finished = { run, job: job.id, conclusion: result.conclusion, log: result.log };
          jobs.push(finished);
          options.onJob?.(finished);
        })();
      begun.set(job.id, known);
      return known;
    };
    await Promise.all(workflow.jobs.map(begin));
    return results;
  }

  async function oneJob(
    job: Job,
    needs: Readonly<Record<string, JobResult>>,
    before: readonly JobResult[],
    { workflow, run, trigger }: { workflow: Workflow; run: WorkflowRunRecord; trigger: Trigger },
  ): Promise<JobResult> {
    const without = (conclusion: Conclusion): JobResult => ({ conclusion, outputs: {}, log: createJobLog() });
    // A job is skipped when one it needs did not succeed, a skipped one included, unless its condition says otherwise.
    const failed = before.some(({ conclusion }) => conclusion !== "success");
    const about = {
      github: contextOf(trigger, workflow, run),
      needs: Object.fromEntries(
        Object.entries(needs).map(([id, { conclusion, outputs }]) => [id, { result: conclusion, outputs }]),
      ),
      vars: options.variables,
      inputs: inputsOf(trigger),
    };
    const isCancelled = isStopped || cancelled.has(run.id);
    const condition = await evaluator(about, { failed, cancelled: isCancelled });
    if (isCancelled || !condition.isTrue(job.if)) return without("skipped");
    let result = without("cancelled");
    await inGroup(job.concurrency, about, run, async (goes) => {
      if (!goes) return;
      const onMachine = (machine: JobMachine) => {
        const own = machines.get(run.id) ?? new Set();
        machines.set(run.id, own.add(machine));
        if (isStopped) machine.kill();
      };
      const inputs = inputsOf(trigger);
      result = await runJob({ workflow, job, run, trigger, needs, inputs, onMachine }, options);
    });
    return result;
  }

  async function inGroup(
    setting: Concurrency | null,
    contexts: Readonly<Record<string, unknown>>,
    run: WorkflowRunRecord,
    work: (goes: boolean) => Promise<void> | void,
  ): Promise<void> {
    if (setting === null) return work(true);
    const group = (await evaluator(contexts, { failed: false, cancelled: false })).text(setting.group);
    if (!(await groups.enter(group, setting.cancelInProgress, () => cancel(run)))) return work(false);
    try {
      await work(true);
    } finally {
      groups.leave(group);
    }
  }

  function cancel(run: WorkflowRunRecord): void {
    cancelled.add(run.id);
    for (const machine of machines.get(run.id) ?? []) machine.kill();
  }

  function finish(run: WorkflowRunRecord, conclusion: Conclusion, trigger: Trigger): void {
    // Whoever starts the next runner is to know that this one did not end.
    if (isStopped) return;
    run.status = "completed";
    run.conclusion = conclusion;
    run.updatedAt = backend.now();
    // It waits for a click: whoever follows it is not to count on hearing of it.
    if (conclusion === "action_required") return;
    const { grant: _, ...by } = trigger.actor;
    const payload = { action: "completed", workflow_run: runView(backend, run) };
    announce(backend, "workflow_run", { repository: trigger.repository, by }, payload);
  }

  async function obey({ run, order }: RunOrder): Promise<void> {
    if (order === "cancel") return cancel(run);
    if (order === "rerun") run.attempt += 1;
    cancelled.delete(run.id);
    Object.assign(run, { status: "queued", conclusion: null });
    await execute(run);
  }

  async function settle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
    await backend.store.save();
    if (problems.length > 0) throw new AggregateError(problems.splice(0), "The runner cannot go on.");
  }

  async function passTime(after: Date, until: Date): Promise<void> {
    for (const { workflow, trigger } of await dueWorkflows(backend, at, after, until)) {
      const run = newRun(workflow, trigger);
      spawnTask(() => execute(run));
    }
    await settle();
  }

  return {
    jobs,
    cutOff,
    idle: settle,
    passTime,
    catchUp: () => passTime(lastScheduled(backend, at), new Date(backend.now())),
    async stop() {
      isStopped = true;
      for (const own of machines.values()) for (const machine of own) machine.kill();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function cancelUnfinished({ forge: { backend }, repository: { owner, name } }: ActionsOptions): number {
  const repository = findRepository(backend, owner, name);
  const { workflowRuns } = backend.store.state;
  const unfinished = workflowRuns.filter((run) => run.repository === repository?.id && run.status !== "completed");
  for (const run of unfinished) Object.assign(run, { status: "completed", conclusion: "cancelled" });
  return unfinished.length;
}
