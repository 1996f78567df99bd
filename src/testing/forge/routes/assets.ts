import { createHash } from "node:crypto";
import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { dropAsset, keepAsset, readAssetBytes } from "../asset-files.ts";
import type { Backend } from "../backend.ts";
import { type Answer, type Call, created, noContent, ok, redirect } from "../http.ts";
import { wantsBytes } from "../media.ts";
import { page } from "../paging.ts";
import type { AssetRecord, ReleaseRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { assetsOf, assetView } from "../views/releases.ts";
import { releaseOf } from "./releases.ts";

export const assetRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/releases/assets/:asset", handle: getAsset },
  { method: "DELETE", path: "/repos/:owner/:repo/releases/assets/:asset", exclusive: true, handle: deleteAsset },
  { method: "GET", path: "/repos/:owner/:repo/releases/:id/assets", handle: listAssets },
];

/** Served under the uploads address. */
export const uploadRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/releases/:id/assets", exclusive: true, handle: uploadAsset },
];

/** Served beside the pages; a download is a redirect to a storage address, as on GitHub. */
export const downloadRoutes: readonly Route[] = [
  { method: "GET", path: "/:owner/:repo/releases/download/:tag*/:name", handle: download },
  { method: "GET", path: "/-/assets/:asset/:name", handle: readAsset },
];

async function uploadAsset(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const release = releaseOf(call, backend);
  const name = cleanName(call.url.searchParams.get("name") ?? "");
  if (name === "") throw invalid({ resource: "ReleaseAsset", field: "name", code: "missing_field" });
  if (call.bytes.length === 0) throw new ApiError(400, "Bad Content-Length: the upload is empty");
  if (assetsOf(backend, release).some((each) => each.name === name)) {
    throw invalid({ resource: "ReleaseAsset", field: "name", code: "already_exists" });
  }
  const asset: AssetRecord = {
    id: backend.store.newId(),
    release: release.id,
    uploader: user.id,
    name,
    label: call.url.searchParams.get("label"),
    contentType: call.headers["content-type"] ?? "application/octet-stream",
    size: call.bytes.length,
    sha256: createHash("sha256").update(call.bytes).digest("hex"),
    createdAt: backend.now(),
    downloads: 0,
  };
  await keepAsset(backend, asset, call.bytes);
  return created(assetView(backend, release, asset));
}

/** GitHub replaces what is awkward in an address by dots and strips dots at both ends. */
function cleanName(name: string): string {
  return name.replace(/[^\w.+@-]+/g, ".").replace(/^\.+|\.+$/g, "");
}

function listAssets(call: Call, backend: Backend): Answer {
  const release = releaseOf(call, backend);
  const { items, answer } = page(call, assetsOf(backend, release));
  return answer(items.map((asset) => assetView(backend, release, asset)));
}

function getAsset(call: Call, backend: Backend): Answer {
  const { release, asset } = assetOf(call, backend);
  return wantsBytes(call) ? redirect(storageUrl(backend, asset)) : ok(assetView(backend, release, asset));
}

async function deleteAsset(call: Call, backend: Backend): Promise<Answer> {
  requireWriter(call, repositoryOf(call, backend));
  const { asset } = assetOf(call, backend);
  await dropAsset(backend, asset);
  return noContent;
}

function assetOf(call: Call, backend: Backend): { readonly release: ReleaseRecord; readonly asset: AssetRecord } {
  const repository = repositoryOf(call, backend);
  const asset = backend.store.state.assets.find(({ id }) => String(id) === call.params["asset"]);
  if (asset === undefined) throw notFound();
  const release = releaseOf({ ...call, params: { ...call.params, id: String(asset.release) } }, backend);
  if (release.repository !== repository.id) throw notFound();
  return { release, asset };
}

function download(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  const { tag, name } = call.params;
  const release = backend.store.state.releases.find(
    (each) => each.repository === repository.id && each.tag === tag && !each.draft,
  );
  const asset = release === undefined ? undefined : assetsOf(backend, release).find((each) => each.name === name);
  if (asset === undefined) throw notFound();
  return redirect(storageUrl(backend, asset));
}

async function readAsset(call: Call, backend: Backend): Promise<Answer> {
  const asset = backend.store.state.assets.find(({ id }) => String(id) === call.params["asset"]);
  if (asset === undefined) throw notFound();
  asset.downloads += 1;
  return ok(await readAssetBytes(backend, asset), { "content-type": "application/octet-stream" });
}

function storageUrl({ links }: Backend, { id, name }: AssetRecord): string {
  return `${links.web}/-/assets/${id}/${encodeURIComponent(name)}`;
}
