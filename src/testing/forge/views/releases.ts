import { type Backend, repositoryById } from "../backend.ts";
import type { JsonBody } from "../http.ts";
import type { AssetRecord, ReleaseRecord } from "../records.ts";
import { userViewById } from "./accounts.ts";

export function releaseView(backend: Backend, release: ReleaseRecord): JsonBody {
  const repository = repositoryById(backend, release.repository);
  const url = `${backend.links.repositoryApi(repository)}/releases/${release.id}`;
  const uploads = `${backend.links.uploads}/repos/${repository.owner}/${repository.name}/releases/${release.id}/assets`;
  return {
    id: release.id,
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    author: userViewById(backend, release.author),
    created_at: release.createdAt,
    published_at: release.publishedAt,
    assets: assetsOf(backend, release).map((asset) => assetView(backend, release, asset)),
    url,
    assets_url: `${url}/assets`,
    upload_url: `${uploads}{?name,label}`,
    html_url: backend.links.release(repository, release),
  };
}

export function assetView(backend: Backend, release: ReleaseRecord, asset: AssetRecord): JsonBody {
  const repository = repositoryById(backend, release.repository);
  return {
    id: asset.id,
    name: asset.name,
    label: asset.label,
    state: "uploaded",
    content_type: asset.contentType,
    size: asset.size,
    digest: `sha256:${asset.sha256}`,
    download_count: asset.downloads,
    uploader: userViewById(backend, asset.uploader),
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    url: `${backend.links.repositoryApi(repository)}/releases/assets/${asset.id}`,
    browser_download_url: backend.links.download(repository, release.tag, asset.name),
  };
}

export function assetsOf({ store }: Backend, { id }: ReleaseRecord): readonly AssetRecord[] {
  return store.state.assets.filter(({ release }) => release === id);
}
