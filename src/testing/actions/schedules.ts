import { dueTimes } from "./cron.ts";
import { workflowFiles } from "./run-context.ts";
import { scheduleTrigger, type Trigger } from "./triggers.ts";
import { readWorkflow, type Workflow } from "./workflow.ts";
import { type Backend, findAccount, findRepository } from "../forge/backend.ts";
import { ACTIONS_BOT } from "../forge/forge.ts";

/** Schedules stop in a repository in which nothing happened for so long. */
const QUIET_MS = 60 * 86_400_000;

interface RepositoryAt {
  readonly owner: string;
  readonly name: string;
}

/** Workflows of which a schedule is due in (after, until], each once. */
export async function dueWorkflows(
  backend: Backend,
  at: RepositoryAt,
  after: Date,
  until: Date,
): Promise<readonly { readonly workflow: Workflow; readonly trigger: Trigger }[]> {
  const actor = findAccount(backend, ACTIONS_BOT.login);
  const repository = findRepository(backend, at.owner, at.name);
  if (actor === null || repository === null) throw new Error("There is nothing to run schedules in.");
  const due: { readonly workflow: Workflow; readonly trigger: Trigger }[] = [];
  for (const { path, content } of await workflowFiles(backend, await scheduleTrigger(backend, at, actor, ""))) {
    const workflow = await readWorkflow(path, content);
    const enabled = backend.store.state.enabledWorkflows[`${repository.id}/${path}`] ?? repository.createdAt;
    const isQuiet = until.getTime() - Math.max(Date.parse(enabled), Date.parse(repository.pushedAt)) > QUIET_MS;
    const cron = workflow.crons.find((each) => dueTimes(each, after, until).length > 0);
    if (cron === undefined || isQuiet) continue;
    due.push({ workflow, trigger: await scheduleTrigger(backend, at, actor, cron) });
  }
  return due;
}

/** When a schedule started something last, else when the repository was made. */
export function lastScheduled(backend: Backend, at: RepositoryAt): Date {
  const repository = findRepository(backend, at.owner, at.name);
  const last = backend.store.state.workflowRuns.findLast(
    (run) => run.repository === repository?.id && run.event === "schedule",
  );
  return new Date(last?.createdAt ?? repository?.createdAt ?? backend.now());
}
