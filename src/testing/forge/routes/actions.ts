import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import type { RunOrder } from "../events.ts";
import { type Answer, type Call, created, noContent, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { WorkflowRunRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { runView } from "../views/runs.ts";

const RUN = "/repos/:owner/:repo/actions/runs/:id";

export const actionRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/actions/runs", handle: listRuns },
  { method: "GET", path: "/repos/:owner/:repo/actions/workflows/:file/runs", handle: listRuns },
  { method: "GET", path: RUN, handle: (call, backend) => ok(runView(backend, runOf(call, backend))) },
  { method: "GET", path: `${RUN}/jobs`, handle: listJobs },
  {
    method: "POST",
    path: `${RUN}/approve`,
    exclusive: true,
    handle: (call, backend) => give(call, backend, "approve"),
  },
  { method: "POST", path: `${RUN}/rerun`, exclusive: true, handle: (call, backend) => give(call, backend, "rerun") },
  { method: "POST", path: `${RUN}/cancel`, exclusive: true, handle: (call, backend) => give(call, backend, "cancel") },
  {
    method: "PUT",
    path: "/repos/:owner/:repo/actions/workflows/:file/enable",
    exclusive: true,
    handle: enableWorkflow,
  },
];

/** Newest first. A run that waits for approval is asked for by that conclusion. */
function listRuns(call: Call, backend: Backend): Answer {
  const { id } = repositoryOf(call, backend);
  const query = (name: string) => call.url.searchParams.get(name);
  const [event, status, sha, file] = [query("event"), query("status"), query("head_sha"), call.params["file"]];
  const all = backend.store.state.workflowRuns
    .filter(
      (run) =>
        run.repository === id &&
        (event === null || run.event === event) &&
        (status === null || run.status === status || run.conclusion === status) &&
        (sha === null || run.headSha === sha) &&
        (file === undefined || run.path === `.github/workflows/${file}`),
    )
    .reverse();
  const { items, answer } = page(call, all);
  return answer({ total_count: all.length, workflow_runs: items.map((run) => runView(backend, run)) });
}

function listJobs(call: Call, backend: Backend): Answer {
  const run = runOf(call, backend);
  const { items, answer } = page(call, run.jobs);
  const jobs = items.map(({ id, name, conclusion }) => ({ id, run_id: run.id, name, status: "completed", conclusion }));
  return answer({ total_count: run.jobs.length, jobs });
}

function give(call: Call, backend: Backend, order: RunOrder["order"]): Answer {
  requireWriter(call, repositoryOf(call, backend), 403);
  const run = runOf(call, backend);
  const isWaiting = run.conclusion === "action_required";
  if (order === "approve" && !isWaiting) throw new ApiError(403, "This run is not from a fork pull request");
  if (order === "rerun" && (run.status !== "completed" || isWaiting)) {
    throw new ApiError(403, "This workflow run cannot be re-run now");
  }
  if (order === "cancel" && run.status === "completed") throw new ApiError(409, "Cannot cancel a completed run");
  backend.order({ run, order });
  return order === "cancel" ? { status: 202, body: {} } : created({});
}

function enableWorkflow(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository, 403);
  backend.store.state.enabledWorkflows[`${repository.id}/.github/workflows/${call.params["file"]}`] = backend.now();
  return noContent;
}

function runOf(call: Call, backend: Backend): WorkflowRunRecord {
  const { id } = repositoryOf(call, backend);
  const run = backend.store.state.workflowRuns.find(
    (each) => each.repository === id && String(each.id) === call.params["id"],
  );
  if (run === undefined) throw notFound();
  return run;
}
