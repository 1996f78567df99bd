import { asForgeError, statusOf } from "../../forge-error.ts";
import type { ForgeClient } from "../../forge-client.ts";
import { parseRepository, type Repository } from "../../../core/publish/forge-address.ts";
import type { PlannedUpload } from "../../../core/publish/plan-submission.ts";

/** A file to release. */
export interface ReleaseFile {
  readonly upload: Extract<PlannedUpload, { to: "release" }>;
  readonly bytes: Uint8Array;
}

/** Whose repository may be made when it is missing, and who is told how far uploads are. */
export interface ReleaseOptions {
  readonly login: string;
  /** What the release is called. */
  readonly title: string;
  readonly onBytes: (name: string, sent: number, total: number) => void;
}

/** The forge gave a file another address than the plan has, so what would be signed is wrong. */
export class ReleaseError extends Error {
  override readonly name = "ReleaseError";
}

interface Release {
  readonly uploadUrl: string;
  readonly assets: readonly Asset[];
}

interface Asset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly state: string;
}

/**
 * Puts files into releases of the developer's own repository, each once: what is there already is kept, what is there in part is
 * sent again. Makes the repository and the release where they are missing.
 *
 * @throws ForgeError, ReleaseError
 */
export async function releaseFiles(
  client: ForgeClient,
  files: readonly ReleaseFile[],
  options: ReleaseOptions,
): Promise<void> {
  for (const group of Map.groupBy(files, ({ upload }) => `${upload.repository} ${upload.tag}`).values()) {
    const [first] = group;
    const repository = parseRepository(first?.upload.repository ?? "");
    if (first === undefined || repository === null) throw new TypeError("an upload without a repository");
    const release = await asForgeError(() => openRelease(client, repository, first.upload.tag, options));
    for (const file of group) await asForgeError(() => uploadOnce(client, repository, release, file, options));
  }
}

async function openRelease(
  client: ForgeClient,
  repository: Repository,
  tag: string,
  options: ReleaseOptions,
): Promise<Release> {
  const { request } = client;
  const wanted = { ...repository, tag_name: tag, name: options.title };
  try {
    return releaseOf((await request("POST /repos/{owner}/{repo}/releases", wanted)).data);
  } catch (error) {
    if (statusOf(error) === 404 && repository.owner.toLowerCase() === options.login.toLowerCase()) {
      await makeRepository(client, repository);
      return releaseOf((await request("POST /repos/{owner}/{repo}/releases", wanted)).data);
    }
    if (statusOf(error) !== 422 || !/already_exists/.test(error instanceof Error ? error.message : "")) throw error;
    return releaseOf((await request("GET /repos/{owner}/{repo}/releases/tags/{tag}", { ...repository, tag })).data);
  }
}

function releaseOf(data: { readonly upload_url: string; readonly assets: readonly Asset[] }): Release {
  return { uploadUrl: data.upload_url, assets: data.assets };
}

/** With a first commit, which the tag of a release needs. */
async function makeRepository({ request }: ForgeClient, { repo }: Repository): Promise<void> {
  await request("POST /user/repos", { name: repo, description: "Packages of Mosis apps", auto_init: true });
}

async function uploadOnce(
  { request }: ForgeClient,
  repository: Repository,
  { uploadUrl, assets }: Release,
  { upload, bytes }: ReleaseFile,
  { onBytes }: ReleaseOptions,
): Promise<void> {
  const there = assets.find(({ name }) => name === upload.name);
  // Its name holds the digest of its content.
  if (there?.state === "uploaded" && there.size === bytes.length) return;
  if (there !== undefined) {
    await request("DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}", { ...repository, asset_id: there.id });
  }
  const { data } = await request({
    // octokit's own route has GitHub's upload host built in; the release says which one is right.
    method: "POST",
    url: uploadUrl,
    name: upload.name,
    data: counted(bytes, (sent) => onBytes(upload.name, sent, bytes.length)),
    headers: { "content-type": "application/octet-stream", "content-length": bytes.length },
  });
  const { browser_download_url: url } = data as { readonly browser_download_url: string };
  if (url !== upload.url) throw new ReleaseError(`The forge serves ${upload.name} at ${url}, not at ${upload.url}.`);
}

const PART_BYTES = 1 << 16;

/** The bytes in parts, telling how many were taken. */
function counted(bytes: Uint8Array, onSent: (sent: number) => void): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const part = bytes.subarray(sent, sent + PART_BYTES);
      sent += part.length;
      if (part.length === 0) return controller.close();
      controller.enqueue(part);
      onSent(sent);
    },
  });
}
