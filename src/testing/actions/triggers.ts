import type { Workflow } from "./workflow.ts";
import { plainText, type WorkflowMap } from "./workflow-value.ts";
import { type Backend, findRepository, repositoryById } from "../forge/backend.ts";
import type { Actor } from "../forge/access.ts";
import type { ForgeEvent } from "../forge/events.ts";
import { forgeSignature } from "../forge/branches.ts";
import { mergeTrees, writeCommit } from "../forge/git/commits.ts";
import { readRef, writeRef } from "../forge/git/refs.ts";
import type { PullRecord, RepositoryRecord } from "../forge/records.ts";

/** What starts runs: an event, and where the workflows and the code for it are. */
export interface Trigger {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly repository: RepositoryRecord;
  readonly ref: string;
  /** Workflows are read here, and it is what is checked out by default. */
  readonly sha: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: RepositoryRecord;
  /** Its code is somebody else's: no secrets, and nothing may be written. */
  readonly isFork: boolean;
  /** Only for a schedule: which one. */
  readonly cron?: string;
  /** Only for a dispatch: which file. */
  readonly file?: string;
}

const DEFAULT_PULL_TYPES = ["opened", "synchronize", "reopened"];

/** The trigger an event is; null when it starts nothing. */
export async function triggerOf(backend: Backend, event: ForgeEvent): Promise<Trigger | null> {
  const { name, repository, sender: actor, payload } = event;
  const isDispatch = name === "workflow_dispatch" || name === "repository_dispatch";
  // What a run does with its own token starts no other run.
  if (actor.grant?.ofRun === true && !isDispatch) return null;
  const base = { event: name, payload, actor, repository };
  if (name === "pull_request" || name === "pull_request_review") {
    const pull = backend.store.state.pulls.find(({ id }) => id === (payload["pull_request"] as { id: number }).id);
    return pull === undefined ? null : pullTrigger(backend, base, pull);
  }
  if (name === "check_run" || name === "status") return null;
  const ref = refOf(event);
  const sha = await readRef(backend.git(repository), ref);
  if (sha === null) return null;
  const headBranch = ref.replace(/^refs\/(?:heads|tags)\//, "");
  const trigger = { ...base, ref, sha, headSha: sha, headBranch, headRepository: repository, isFork: false };
  return name === "workflow_dispatch" ? { ...trigger, file: String(payload["workflow"]) } : trigger;
}

/** A schedule's trigger: it runs as the default branch is now. */
export async function scheduleTrigger(
  backend: Backend,
  at: { readonly owner: string; readonly name: string },
  actor: Actor,
  cron: string,
): Promise<Trigger> {
  const repository = findRepository(backend, at.owner, at.name);
  const ref = `refs/heads/${repository?.defaultBranch}`;
  const sha = repository === null ? null : await readRef(backend.git(repository), ref);
  if (repository === null || sha === null) throw new Error(`${at.owner}/${at.name} has no default branch`);
  const head = { headSha: sha, headBranch: repository.defaultBranch, headRepository: repository };
  return { event: "schedule", payload: { schedule: cron }, actor, repository, ref, sha, ...head, isFork: false, cron };
}

/** Whether a workflow is started by it. */
export function isStartedBy(workflow: Workflow, trigger: Trigger): boolean {
  if (trigger.event === "schedule") return workflow.crons.includes(trigger.cron ?? "");
  const filters = workflow.on[trigger.event];
  if (filters === undefined) return false;
  if (trigger.file !== undefined) return workflow.path === trigger.file;
  const { payload } = trigger;
  const fallback = trigger.event === "pull_request" ? DEFAULT_PULL_TYPES : null;
  const types = listOf(filters, "types") ?? fallback;
  if (types !== null && !types.includes(String(payload["action"]))) return false;
  const run = payload["workflow_run"] as { readonly name: string; readonly head_branch: string } | undefined;
  const workflows = listOf(filters, "workflows");
  if (workflows !== null && !workflows.includes(run?.name ?? "")) return false;
  const pull = payload["pull_request"] as { readonly base: { readonly ref: string } } | undefined;
  const branch = run?.head_branch ?? pull?.base.ref ?? trigger.headBranch;
  return listOf(filters, "branches")?.includes(branch) ?? true;
}

/** Pull requests run what merging them would give, with the workflows in it: those of the pull request itself. */
async function pullTrigger(
  backend: Backend,
  base: Pick<Trigger, "event" | "payload" | "actor" | "repository">,
  pull: PullRecord,
): Promise<Trigger | null> {
  const git = backend.git(base.repository);
  const tree = await mergeTrees(git, pull.baseSha, pull.headSha);
  if (tree === null || pull.state === "closed") return null;
  const by = forgeSignature(backend.now());
  const parents = [pull.baseSha, pull.headSha];
  const sha = await writeCommit(git, { tree, parents, author: by, committer: by, message: `Merge ${pull.headSha}` });
  const ref = `refs/pull/${pull.number}/merge`;
  await writeRef(git, ref, await readRef(git, ref), sha);
  const headRepository = repositoryById(backend, pull.headRepository);
  const isFork = headRepository.id !== base.repository.id;
  return { ...base, ref, sha, headSha: pull.headSha, headBranch: pull.headRef, headRepository, isFork };
}

function refOf({ name, repository, payload }: ForgeEvent): string {
  const isNamed = name === "push" || name === "workflow_dispatch";
  return isNamed ? String(payload["ref"]) : `refs/heads/${repository.defaultBranch}`;
}

function listOf(filters: WorkflowMap, key: string): readonly string[] | null {
  const value = filters[key];
  if (value === undefined) return null;
  return Array.isArray(value) ? value.map(plainText) : [plainText(value)];
}
