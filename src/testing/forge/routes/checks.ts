import { repositoryOf, requireUser } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { asRecord, optionalText, requireText } from "../fields.ts";
import { resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, created, type JsonBody, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { CheckRunRecord, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";

export const checkRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/check-runs", exclusive: true, handle: createCheckRun },
  { method: "GET", path: "/repos/:owner/:repo/check-runs/:id", handle: getCheckRun },
  { method: "PATCH", path: "/repos/:owner/:repo/check-runs/:id", exclusive: true, handle: updateCheckRun },
  { method: "GET", path: "/repos/:owner/:repo/check-runs/:id/annotations", handle: listAnnotations },
  { method: "GET", path: "/repos/:owner/:repo/commits/:ref*/check-runs", handle: listCheckRuns },
];

/** More take further calls, each adding to the run. */
const ANNOTATIONS_PER_CALL = 50;

async function createCheckRun(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const app = requireApp(call);
  const headSha = requireText(call.body, "CheckRun", "head_sha");
  if ((await resolveCommit(backend.git(repository), headSha)) !== headSha) {
    throw new ApiError(422, `No commit found for SHA: ${headSha}`);
  }
  const run: CheckRunRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    app,
    name: requireText(call.body, "CheckRun", "name"),
    headSha,
    startedAt: backend.now(),
    status: "queued",
    conclusion: null,
    completedAt: null,
    output: null,
    annotations: [],
  };
  report(call, backend, run);
  backend.store.state.checkRuns.push(run);
  return created(checkRunView(backend, repository, run));
}

function updateCheckRun(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  requireApp(call);
  const run = runOf(call, backend, repository);
  report(call, backend, run);
  return ok(checkRunView(backend, repository, run));
}

function getCheckRun(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  return ok(checkRunView(backend, repository, runOf(call, backend, repository)));
}

function listAnnotations(call: Call, backend: Backend): Answer {
  const { items, answer } = page(call, runOf(call, backend, repositoryOf(call, backend)).annotations);
  return answer(items);
}

async function listCheckRuns(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const sha = await resolveCommit(backend.git(repository), call.params["ref"] ?? "");
  const all = backend.store.state.checkRuns.filter((run) => run.repository === repository.id && run.headSha === sha);
  const { items, answer } = page(call, all);
  return answer({ total_count: all.length, check_runs: items.map((run) => checkRunView(backend, repository, run)) });
}

/** Only Apps write check runs; people's tokens never do. */
function requireApp(call: Call): number {
  const user = requireUser(call);
  if (user.type !== "Bot") throw new ApiError(403, "You must authenticate via a GitHub App.");
  return user.id;
}

function runOf(call: Call, { store }: Backend, { id }: RepositoryRecord): CheckRunRecord {
  const run = store.state.checkRuns.find((each) => each.repository === id && String(each.id) === call.params["id"]);
  if (run === undefined) throw notFound();
  return run;
}

function report(call: Call, backend: Backend, run: CheckRunRecord): void {
  const body = call.body;
  const output = body["output"] === undefined ? null : asRecord(body["output"]);
  const annotations = output === null ? [] : (output["annotations"] ?? []);
  if (!Array.isArray(annotations) || annotations.length > ANNOTATIONS_PER_CALL) {
    throw new ApiError(
      422,
      `Invalid request.\n\nNo more than ${ANNOTATIONS_PER_CALL} annotations are allowed in one call.`,
    );
  }
  const told =
    output === null
      ? run.output
      : { title: requireText(output, "CheckRun", "title"), summary: requireText(output, "CheckRun", "summary") };
  run.conclusion = optionalText(body, "CheckRun", "conclusion") ?? run.conclusion;
  run.status = run.conclusion === null ? (optionalText(body, "CheckRun", "status") ?? run.status) : "completed";
  if (run.status === "completed") run.completedAt ??= backend.now();
  run.output = told;
  run.annotations.push(...(annotations as readonly unknown[]));
}

function checkRunView({ links }: Backend, repository: RepositoryRecord, run: CheckRunRecord): JsonBody {
  const url = `${links.repositoryApi(repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    app: { id: run.app },
    output: {
      title: run.output?.title ?? null,
      summary: run.output?.summary ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    url,
  };
}
