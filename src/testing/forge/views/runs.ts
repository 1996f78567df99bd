import { type Backend, repositoryById } from "../backend.ts";
import type { JsonBody } from "../http.ts";
import type { ArtifactRecord, WorkflowRunRecord } from "../records.ts";
import { briefRepositoryView, userViewById } from "./accounts.ts";

export function runView(backend: Backend, run: WorkflowRunRecord): JsonBody {
  const repository = repositoryById(backend, run.repository);
  const head = repositoryById(backend, run.headRepository);
  const api = backend.links.repositoryApi(repository);
  return {
    id: run.id,
    name: run.name,
    path: run.path,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    run_attempt: run.attempt,
    head_sha: run.headSha,
    head_branch: run.headBranch,
    head_repository: briefRepositoryView(backend, head),
    repository: briefRepositoryView(backend, repository),
    actor: userViewById(backend, run.actor),
    triggering_actor: userViewById(backend, run.actor),
    // GitHub names no pull requests of forks here.
    pull_requests: head.id === repository.id ? pullsOf(backend, run) : [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    url: `${api}/actions/runs/${run.id}`,
    artifacts_url: `${api}/actions/runs/${run.id}/artifacts`,
    html_url: `${backend.links.repository(repository)}/actions/runs/${run.id}`,
  };
}

export function artifactView(backend: Backend, artifact: ArtifactRecord): JsonBody {
  const api = backend.links.repositoryApi(repositoryById(backend, artifact.repository));
  const url = `${api}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.size,
    expired: false,
    created_at: artifact.createdAt,
    url,
    archive_download_url: `${url}/zip`,
    workflow_run: { id: artifact.run },
  };
}

function pullsOf(backend: Backend, run: WorkflowRunRecord): readonly JsonBody[] {
  const open = backend.store.state.pulls.filter(
    (pull) => pull.repository === run.repository && pull.headSha === run.headSha && pull.state === "open",
  );
  return open.map(({ number }) => ({ number }));
}
