import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { requireText } from "../fields.ts";
import { findEntry, resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, noContent } from "../http.ts";
import type { Route } from "../router.ts";

/** Nothing runs here: that a dispatch was accepted is what the request log tells. */
export const dispatchRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/actions/workflows/:file/dispatches", handle: dispatchWorkflow },
  { method: "POST", path: "/repos/:owner/:repo/dispatches", handle: dispatchRepository },
];

/** The workflow has to be on the default branch, as on GitHub. */
async function dispatchWorkflow(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository, 403);
  const git = backend.git(repository);
  const main = await resolveCommit(git, repository.defaultBranch);
  const workflow = main === null ? null : await findEntry(git, main, `.github/workflows/${call.params["file"]}`);
  if (workflow === null) throw notFound();
  const ref = requireText(call.body, "Workflow", "ref");
  if ((await resolveCommit(git, ref.replace(/^refs\/(heads|tags)\//, ""))) === null) {
    throw new ApiError(422, `No ref found for: ${ref}`);
  }
  return noContent;
}

function dispatchRepository(call: Call, backend: Backend): Answer {
  requireWriter(call, repositoryOf(call, backend));
  requireText(call.body, "Repository", "event_type");
  return noContent;
}
