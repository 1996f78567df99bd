import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, invalid } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { optionalText, requireText } from "../fields.ts";
import { resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, created, type JsonBody } from "../http.ts";
import { page } from "../paging.ts";
import type { RepositoryRecord, StatusRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { userViewById } from "../views/accounts.ts";

export const statusRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/statuses/:sha", exclusive: true, handle: createStatus },
  { method: "GET", path: "/repos/:owner/:repo/commits/:ref*/statuses", handle: listStatuses },
  { method: "GET", path: "/repos/:owner/:repo/commits/:ref*/status", handle: combinedStatus },
];

const STATES: readonly string[] = ["error", "failure", "pending", "success"];
/** GitHub refuses longer descriptions. */
const DESCRIPTION_CHARS = 140;

async function createStatus(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const sha = call.params["sha"] ?? "";
  if ((await resolveCommit(backend.git(repository), sha)) !== sha) {
    throw new ApiError(422, `No commit found for SHA: ${sha}`);
  }
  const state = requireText(call.body, "Status", "state");
  if (!STATES.includes(state)) throw invalid({ resource: "Status", field: "state", code: "invalid" });
  const description = optionalText(call.body, "Status", "description");
  if (description !== null && description.length > DESCRIPTION_CHARS) {
    const message = `description is too long (maximum is ${DESCRIPTION_CHARS} characters)`;
    throw invalid({ resource: "Status", field: "description", code: "custom", message });
  }
  const status: StatusRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    sha,
    creator: user.id,
    context: optionalText(call.body, "Status", "context") ?? "default",
    state: state as StatusRecord["state"],
    description,
    targetUrl: optionalText(call.body, "Status", "target_url"),
    createdAt: backend.now(),
  };
  backend.store.state.statuses.push(status);
  return created(statusView(backend, status));
}

/** All, newest first. */
async function listStatuses(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const { items, answer } = page(call, (await statusesOf(call, backend, repository)).all);
  return answer(items.map((status) => statusView(backend, status)));
}

/** The newest of each context, and what they say together. */
async function combinedStatus(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const { all, sha } = await statusesOf(call, backend, repository);
  const newest = [...new Map([...all].reverse().map((status) => [status.context, status])).values()];
  const { items, answer } = page(call, newest);
  const has = (...states: string[]) => newest.some(({ state }) => states.includes(state));
  const state = has("error", "failure") ? "failure" : newest.length === 0 || has("pending") ? "pending" : "success";
  const statuses = items.map((status) => statusView(backend, status));
  return answer({ state, sha, total_count: newest.length, statuses });
}

async function statusesOf(call: Call, backend: Backend, repository: RepositoryRecord) {
  const sha = (await resolveCommit(backend.git(repository), call.params["ref"] ?? "")) ?? "";
  const all = backend.store.state.statuses.filter((each) => each.repository === repository.id && each.sha === sha);
  return { sha, all: all.reverse() };
}

function statusView(backend: Backend, status: StatusRecord): JsonBody {
  return {
    id: status.id,
    context: status.context,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    creator: userViewById(backend, status.creator),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
