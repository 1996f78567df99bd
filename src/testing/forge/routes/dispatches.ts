import { repositoryOf, requireWriter } from "../access.ts";
import { announce } from "../announce.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { asRecord, requireText } from "../fields.ts";
import { findEntry, resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, noContent } from "../http.ts";
import type { Route } from "../router.ts";

export const dispatchRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/actions/workflows/:file/dispatches", handle: dispatchWorkflow },
  { method: "POST", path: "/repos/:owner/:repo/dispatches", handle: dispatchRepository },
];

/** The workflow has to be on the default branch, as on GitHub. */
async function dispatchWorkflow(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const by = requireWriter(call, repository, 403);
  const git = backend.git(repository);
  const main = await resolveCommit(git, repository.defaultBranch);
  const file = call.params["file"] ?? "";
  const workflow = main === null ? null : await findEntry(git, main, `.github/workflows/${file}`);
  if (workflow === null) throw notFound();
  const ref = requireText(call.body, "Workflow", "ref");
  if ((await resolveCommit(git, ref.replace(/^refs\/(heads|tags)\//, ""))) === null) {
    throw new ApiError(422, `No ref found for: ${ref}`);
  }
  const fullRef = ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  const payload = { workflow: `.github/workflows/${file}`, ref: fullRef, inputs: asRecord(call.body["inputs"]) };
  announce(backend, "workflow_dispatch", { repository, by }, payload);
  return noContent;
}

function dispatchRepository(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  const by = requireWriter(call, repository);
  const action = requireText(call.body, "Repository", "event_type");
  const payload = { action, branch: repository.defaultBranch, client_payload: asRecord(call.body["client_payload"]) };
  announce(backend, "repository_dispatch", { repository, by }, payload);
  return noContent;
}
