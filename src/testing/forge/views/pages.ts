import type { Commit } from "../git/commits.ts";
import type { FileChange } from "../git/diff.ts";
import { markup } from "../markup.ts";
import type { AssetRecord, CommentRecord, PullRecord, ReleaseRecord, ReviewRecord } from "../records.ts";
import { anchor, fileChange, layout, type Link, list, prose, remark, time } from "./page-parts.ts";

export interface RepositoryPage {
  readonly title: string;
  readonly cloneUrl: string;
  readonly files: readonly Link[];
  readonly pulls: readonly Link[];
  readonly releases: readonly Link[];
}

export interface PullPage {
  readonly pull: PullRecord;
  readonly repository: Link;
  readonly head: string;
  readonly login: (id: number) => string;
  readonly files: readonly FileChange[];
  readonly comments: readonly CommentRecord[];
  readonly reviews: readonly ReviewRecord[];
}

export function homePage(repositories: readonly { readonly link: Link; readonly pulls: readonly Link[] }[]): string {
  const sections = repositories.map(
    ({ link, pulls }) => markup`<section><h2>${anchor(link)}</h2><h3>Pull requests</h3>${list(pulls)}</section>`,
  );
  return layout("Repositories", markup`${sections}`);
}

export function repositoryPage({ title, cloneUrl, files, pulls, releases }: RepositoryPage): string {
  return layout(
    title,
    markup`<p><code>git clone ${cloneUrl}</code></p>
<h2>Files</h2>${list(files)}
<h2>Pull requests</h2>${list(pulls)}
<h2>Releases</h2>${list(releases)}`,
  );
}

export function pullPage({ pull, repository, head, login, files, comments, reviews }: PullPage): string {
  const state = pull.merge === null ? pull.state : `merged by ${login(pull.merge.by)}`;
  return layout(
    `${pull.title} #${pull.number}`,
    markup`<p>${anchor(repository)}</p>
<p><strong>${state}</strong> ${pull.labels.map((label) => markup`<mark>${label}</mark> `)}&middot;
${login(pull.author)} wants to merge ${head} into ${pull.baseRef} &middot; ${time(pull.createdAt)}</p>
${prose(pull.body ?? "")}
${comments.map(({ author, createdAt, body }) => remark(login(author), createdAt, "said", body))}
${reviews.map(({ author, submittedAt, state: verb, body }) => remark(login(author), submittedAt, verb.toLowerCase(), body))}
<h2>Files</h2>${files.map(fileChange)}`,
  );
}

export function folderPage(repository: Link, path: string, entries: readonly Link[]): string {
  return layout(path, markup`<p>${anchor(repository)}</p>${list(entries)}`);
}

/** Content is null for what is not text. */
export function filePage(repository: Link, path: string, raw: Link, content: string | null): string {
  const shown = content === null ? markup`<p>A binary file.</p>` : markup`<pre>${content}</pre>`;
  return layout(path, markup`<p>${anchor(repository)} &middot; ${anchor(raw)}</p>${shown}`);
}

export function commitPage(repository: Link, { message, author }: Commit, files: readonly FileChange[]): string {
  return layout(
    message.split("\n", 1)[0] ?? "",
    markup`<p>${anchor(repository)} &middot; ${author.name} &middot; ${time(author.date)}</p>
${prose(message)}${files.map(fileChange)}`,
  );
}

export function releasePage(repository: Link, release: ReleaseRecord, assets: readonly (Link & AssetRecord)[]): string {
  const items = assets.map(
    (asset) => markup`<li>${anchor(asset)} <small>${asset.size} bytes, sha256 ${asset.sha256}</small></li>`,
  );
  return layout(
    release.name ?? release.tag,
    markup`<p>${anchor(repository)} &middot; ${release.tag}</p>${prose(release.body ?? "")}<ul>${items}</ul>`,
  );
}
