import type { Trigger } from "./triggers.ts";
import type { Job, Workflow } from "./workflow.ts";
import type { Backend } from "../forge/backend.ts";
import { listTree, readObjects } from "../forge/git/objects.ts";
import type { WorkflowRunRecord } from "../forge/records.ts";

const FOLDER = ".github/workflows";

/** The workflow files at the commit of a trigger. */
export async function workflowFiles(backend: Backend, { repository, sha }: Trigger) {
  const git = backend.git(repository);
  const tree = await git.ask(["rev-parse", "--verify", "-q", `${sha}:${FOLDER}`]).catch(() => null);
  if (tree === null) return [];
  const entries = (await listTree(git, tree)).filter(({ path }) => /\.ya?ml$/.test(path));
  const objects = await readObjects(
    git,
    entries.map((entry) => entry.sha),
  );
  return entries.map(({ path, sha: blob }) => ({
    path: `${FOLDER}/${path}`,
    content: objects.find((object) => object.sha === blob)?.bytes.toString("utf8") ?? "",
  }));
}

/** All jobs a job needs, directly or by others. */
export function needsOf(job: Job, { jobs }: Workflow): readonly string[] {
  const direct = jobs.filter(({ id }) => job.needs.includes(id));
  return [...new Set(direct.flatMap((each) => [each.id, ...needsOf(each, { jobs } as Workflow)]))];
}

/** What expressions outside of jobs may ask of the run. */
export function contextOf(trigger: Trigger, workflow: Workflow, run: WorkflowRunRecord) {
  const { event, payload, ref, sha, repository } = trigger;
  const about = { workflow: workflow.name, run_id: String(run.id), actor: trigger.actor.login };
  return {
    event: payload,
    event_name: event,
    ref,
    sha,
    repository: `${repository.owner}/${repository.name}`,
    ...about,
  };
}

/** Inputs of a dispatch. */
export function inputsOf({ payload }: Trigger): Readonly<Record<string, string>> {
  const inputs = payload["inputs"];
  return typeof inputs === "object" && inputs !== null ? (inputs as Readonly<Record<string, string>>) : {};
}
