import { canWrite, repositoryOf, requireWriter } from "../access.ts";
import { invalid, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { moveRef } from "../branches.ts";
import { optionalProse, optionalText, requireText } from "../fields.ts";
import { dropAsset } from "../asset-files.ts";
import { resolveCommit } from "../git/objects.ts";
import { isRefName, readRef } from "../git/refs.ts";
import { type Answer, type Call, created, noContent, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { Account, ReleaseRecord, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { assetsOf, releaseView } from "../views/releases.ts";

export const releaseRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/releases", handle: listReleases },
  { method: "POST", path: "/repos/:owner/:repo/releases", exclusive: true, handle: createRelease },
  { method: "GET", path: "/repos/:owner/:repo/releases/latest", handle: latestRelease },
  { method: "GET", path: "/repos/:owner/:repo/releases/tags/:tag*", handle: getReleaseByTag },
  { method: "GET", path: "/repos/:owner/:repo/releases/:id", handle: getRelease },
  { method: "PATCH", path: "/repos/:owner/:repo/releases/:id", exclusive: true, handle: updateRelease },
  { method: "DELETE", path: "/repos/:owner/:repo/releases/:id", exclusive: true, handle: deleteRelease },
];

/** The release the path names by id; drafts are there only for who may write. */
export function releaseOf(call: Call, backend: Backend): ReleaseRecord {
  const release = visibleReleases(call, backend).find(({ id }) => String(id) === call.params["id"]);
  if (release === undefined) throw notFound();
  return release;
}

function listReleases(call: Call, backend: Backend): Answer {
  const { items, answer } = page(call, visibleReleases(call, backend).toReversed());
  return answer(items.map((release) => releaseView(backend, release)));
}

function latestRelease(call: Call, backend: Backend): Answer {
  const latest = visibleReleases(call, backend).findLast(({ draft, prerelease }) => !draft && !prerelease);
  if (latest === undefined) throw notFound();
  return ok(releaseView(backend, latest));
}

function getReleaseByTag(call: Call, backend: Backend): Answer {
  const release = visibleReleases(call, backend).find(({ tag, draft }) => tag === call.params["tag"] && !draft);
  if (release === undefined) throw notFound();
  return ok(releaseView(backend, release));
}

function getRelease(call: Call, backend: Backend): Answer {
  return ok(releaseView(backend, releaseOf(call, backend)));
}

async function createRelease(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const body = call.body;
  const tag = requireText(body, "Release", "tag_name");
  if (!isRefName(`refs/tags/${tag}`))
    throw invalid({ resource: "Release", field: "tag_name", code: "custom", message: "tag_name is not a valid tag" });
  const draft = body["draft"] === true;
  const taken = visibleReleases(call, backend).some((each) => each.tag === tag && !each.draft);
  if (taken && !draft) throw invalid({ resource: "Release", field: "tag_name", code: "already_exists" });
  const date = backend.now();
  const release: ReleaseRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    author: user.id,
    tag,
    target: optionalText(body, "Release", "target_commitish") ?? repository.defaultBranch,
    name: optionalText(body, "Release", "name"),
    body: optionalProse(body, "Release", "body"),
    draft,
    prerelease: body["prerelease"] === true,
    createdAt: date,
    publishedAt: draft ? null : date,
  };
  if (!draft) await makeTag(backend, repository, release, user);
  backend.store.state.releases.push(release);
  return created(releaseView(backend, release));
}

/** Text and flags; publishing a draft makes its tag. */
async function updateRelease(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const release = releaseOf(call, backend);
  const body = call.body;
  const [name, prose] = [optionalText(body, "Release", "name"), optionalProse(body, "Release", "body")];
  if (release.draft && body["draft"] === false) {
    await makeTag(backend, repository, release, user);
    release.draft = false;
    release.publishedAt = backend.now();
  }
  release.name = name ?? release.name;
  release.body = prose ?? release.body;
  if (typeof body["prerelease"] === "boolean") release.prerelease = body["prerelease"];
  return ok(releaseView(backend, release));
}

async function deleteRelease(call: Call, backend: Backend): Promise<Answer> {
  requireWriter(call, repositoryOf(call, backend));
  const release = releaseOf(call, backend);
  const { releases } = backend.store.state;
  for (const asset of assetsOf(backend, release)) await dropAsset(backend, asset);
  releases.splice(releases.indexOf(release), 1);
  return noContent;
}

function visibleReleases(call: Call, backend: Backend): readonly ReleaseRecord[] {
  const repository = repositoryOf(call, backend);
  const all = backend.store.state.releases.filter((release) => release.repository === repository.id);
  return canWrite(repository, call.user) ? all : all.filter(({ draft }) => !draft);
}

/** A tag that is there stays where it is. */
async function makeTag(
  backend: Backend,
  repository: RepositoryRecord,
  release: ReleaseRecord,
  by: Account,
): Promise<void> {
  const git = backend.git(repository);
  const name = `refs/tags/${release.tag}`;
  if ((await readRef(git, name)) !== null) return;
  const to = await resolveCommit(git, release.target);
  if (to === null) throw invalid({ resource: "Release", field: "target_commitish", code: "invalid" });
  await moveRef(backend, repository, { name, from: null, to }, by);
}
