import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryOf, requireUser } from "../access.ts";
import { notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { type Answer, type Call, ok, redirect } from "../http.ts";
import { page } from "../paging.ts";
import type { ArtifactRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { artifactView } from "../views/runs.ts";

export const artifactRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/actions/runs/:id/artifacts", handle: listArtifacts },
  { method: "GET", path: "/repos/:owner/:repo/actions/artifacts/:artifact/zip", handle: downloadArtifact },
];

/** The storage that a download is sent to, as on GitHub. */
export const storageRoutes: readonly Route[] = [
  { method: "GET", path: "/-/artifacts/:artifact", handle: readArtifact },
];

function listArtifacts(call: Call, backend: Backend): Answer {
  const { id } = repositoryOf(call, backend);
  const name = call.url.searchParams.get("name");
  const all = backend.store.state.artifacts.filter(
    (each) => each.repository === id && String(each.run) === call.params["id"] && (name === null || each.name === name),
  );
  const { items, answer } = page(call, all);
  return answer({ total_count: all.length, artifacts: items.map((each) => artifactView(backend, each)) });
}

/** Even of a public repository only for those who say who they are. */
function downloadArtifact(call: Call, backend: Backend): Answer {
  requireUser(call);
  const { id } = repositoryOf(call, backend);
  const artifact = find(call, backend);
  if (artifact.repository !== id) throw notFound();
  return redirect(`${backend.links.web}/-/artifacts/${artifact.id}`);
}

async function readArtifact(call: Call, backend: Backend): Promise<Answer> {
  const { id } = find(call, backend);
  return ok(await readFile(join(backend.artifactsDir, String(id))), { "content-type": "application/zip" });
}

function find(call: Call, backend: Backend): ArtifactRecord {
  const artifact = backend.store.state.artifacts.find(({ id }) => String(id) === call.params["artifact"]);
  if (artifact === undefined) throw notFound();
  return artifact;
}
