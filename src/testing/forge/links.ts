import type { PullRecord, ReleaseRecord, RepositoryRecord } from "./records.ts";

type Named = Pick<RepositoryRecord, "owner" | "name">;

/** Every address the forge hands out, shaped like those of a GitHub Enterprise server. */
export interface Links {
  readonly web: string;
  readonly api: string;
  readonly uploads: string;
  user(login: string): string;
  userApi(login: string): string;
  repository(repository: Named): string;
  repositoryApi(repository: Named): string;
  file(repository: Named, ref: string, path: string): string;
  rawFile(repository: Named, ref: string, path: string): string;
  pull(repository: Named, pull: Pick<PullRecord, "number">): string;
  release(repository: Named, release: Pick<ReleaseRecord, "tag">): string;
  download(repository: Named, tag: string, name: string): string;
}

export function createLinks(web: string): Links {
  const api = `${web}/api/v3`;
  const repository = ({ owner, name }: Named) => `${web}/${owner}/${name}`;
  return {
    web,
    api,
    uploads: `${web}/api/uploads`,
    user: (login) => `${web}/${login}`,
    userApi: (login) => `${api}/users/${login}`,
    repository,
    repositoryApi: ({ owner, name }) => `${api}/repos/${owner}/${name}`,
    file: (repo, ref, path) => `${repository(repo)}/blob/${encodeURIComponent(ref)}/${encodePath(path)}`,
    rawFile: (repo, ref, path) => `${repository(repo)}/raw/${encodeURIComponent(ref)}/${encodePath(path)}`,
    pull: (repo, { number }) => `${repository(repo)}/pull/${number}`,
    release: (repo, { tag }) => `${repository(repo)}/releases/tag/${encodePath(tag)}`,
    download: (repo, tag, name) =>
      `${repository(repo)}/releases/download/${encodePath(tag)}/${encodeURIComponent(name)}`,
  };
}

export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
