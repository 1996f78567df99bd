import { repositoryOf } from "../access.ts";
import { notFound } from "../api-error.ts";
import { accountById, type Backend, findPull, repositoryById } from "../backend.ts";
import { readCommit } from "../git/commits.ts";
import { diffFiles } from "../git/diff.ts";
import { findEntry, listTree, readObject, resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, ok } from "../http.ts";
import { pullFiles } from "../pull-facts.ts";
import type { RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { commitPage, filePage, folderPage, homePage, pullPage, releasePage, repositoryPage } from "../views/pages.ts";
import type { Link } from "../views/page-parts.ts";
import { assetsOf } from "../views/releases.ts";

/** What `html_url`s open, for people who follow the links a local forge prints. */
export const pageRoutes: readonly Route[] = [
  { method: "GET", path: "/", handle: showHome },
  { method: "GET", path: "/:owner", handle: showHome },
  { method: "GET", path: "/:owner/:repo", handle: showRepository },
  { method: "GET", path: "/:owner/:repo/pull/:number", handle: showPull },
  { method: "GET", path: "/:owner/:repo/commit/:ref", handle: showCommit },
  { method: "GET", path: "/:owner/:repo/blob/:ref/:path*", handle: showFile },
  { method: "GET", path: "/:owner/:repo/tree/:ref/:path*", handle: showFile },
  { method: "GET", path: "/:owner/:repo/raw/:ref/:path*", handle: showRaw },
  { method: "GET", path: "/:owner/:repo/releases/tag/:tag*", handle: showRelease },
];

/** Nothing people submit may run or load anything. */
const POLICY = { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" };

function showHome(call: Call, backend: Backend): Answer {
  const { owner } = call.params;
  const repositories = backend.store.state.repositories.filter((each) => owner === undefined || each.owner === owner);
  if (owner !== undefined && repositories.length === 0) throw notFound();
  return ok(
    homePage(repositories.map((each) => ({ link: linkTo(backend, each), pulls: pullLinks(backend, each) }))),
    POLICY,
  );
}

async function showRepository(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const entries = await listTree(backend.git(repository), `refs/heads/${repository.defaultBranch}`);
  const releases = backend.store.state.releases.filter((each) => each.repository === repository.id && !each.draft);
  const page = repositoryPage({
    title: `${repository.owner}/${repository.name}`,
    cloneUrl: `${backend.links.repository(repository)}.git`,
    files: entries.map(({ path }) => fileLink(backend, repository, repository.defaultBranch, path)),
    pulls: pullLinks(backend, repository),
    releases: releases.map((each) => ({ text: each.tag, href: backend.links.release(repository, each) })),
  });
  return ok(page, POLICY);
}

async function showPull(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const pull = findPull(backend, repository, call.params["number"] ?? "");
  const own = (each: { readonly repository: number; readonly number: number }) =>
    each.repository === pull.repository && each.number === pull.number;
  const page = pullPage({
    pull,
    repository: linkTo(backend, repository),
    head: `${repositoryById(backend, pull.headRepository).owner}:${pull.headRef}`,
    login: (id) => accountById(backend, id).login,
    files: await pullFiles(backend, pull),
    comments: backend.store.state.comments.filter(own),
    reviews: backend.store.state.reviews.filter(own),
  });
  return ok(page, POLICY);
}

async function showCommit(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const git = backend.git(repository);
  const commit = await readCommit(git, call.params["ref"] ?? "");
  if (commit === null) throw notFound();
  const parent = commit.parents[0];
  const files = parent === undefined ? [] : await diffFiles(git, parent, commit.sha);
  return ok(commitPage(linkTo(backend, repository), commit, files), POLICY);
}

async function showFile(call: Call, backend: Backend): Promise<Answer> {
  const { repository, ref, path, entry } = await entryOf(call, backend);
  const git = backend.git(repository);
  const link = linkTo(backend, repository);
  if (entry.type === "tree") {
    const entries = await listTree(git, entry.sha);
    const links = entries.map((each) => fileLink(backend, repository, ref, `${path}/${each.path}`));
    return ok(folderPage(link, path, links), POLICY);
  }
  const text = (await readObject(git, entry.sha, "blob"))?.bytes.toString("utf8") ?? "";
  const raw = { text: "raw", href: backend.links.rawFile(repository, ref, path) };
  return ok(filePage(link, path, raw, /[\0\ufffd]/.test(text) ? null : text), POLICY);
}

/** As bytes to save, so that a submitted page is never shown as one of the forge's. */
async function showRaw(call: Call, backend: Backend): Promise<Answer> {
  const { repository, entry } = await entryOf(call, backend);
  const blob = await readObject(backend.git(repository), entry.sha, "blob");
  if (blob === null) throw notFound();
  return ok(blob.bytes, POLICY);
}

function showRelease(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  const release = backend.store.state.releases.find(
    (each) => each.repository === repository.id && each.tag === call.params["tag"] && !each.draft,
  );
  if (release === undefined) throw notFound();
  const assets = assetsOf(backend, release).map((asset) => ({
    ...asset,
    text: asset.name,
    href: backend.links.download(repository, release.tag, asset.name),
  }));
  return ok(releasePage(linkTo(backend, repository), release, assets), POLICY);
}

async function entryOf(call: Call, backend: Backend) {
  const repository = repositoryOf(call, backend);
  const { ref = "", path = "" } = call.params;
  const git = backend.git(repository);
  const commit = await resolveCommit(git, ref);
  const entry = commit === null ? null : await findEntry(git, commit, path);
  if (entry === null) throw notFound();
  return { repository, ref, path, entry };
}

function linkTo({ links }: Backend, repository: RepositoryRecord): Link {
  return { text: `${repository.owner}/${repository.name}`, href: links.repository(repository) };
}

function fileLink({ links }: Backend, repository: RepositoryRecord, ref: string, path: string): Link {
  return { text: path, href: links.file(repository, ref, path) };
}

function pullLinks({ links, store }: Backend, repository: RepositoryRecord): readonly Link[] {
  const pulls = store.state.pulls.filter((pull) => pull.repository === repository.id);
  return pulls.toReversed().map((pull) => ({
    text: `#${pull.number} ${pull.title} (${pull.merge === null ? pull.state : "merged"})`,
    href: links.pull(repository, pull),
  }));
}
