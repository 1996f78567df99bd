import { PUBLISHED, type PublishRecord } from "../publish/publish-record.ts";
import type { Repository } from "../../../core/publish/forge-address.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";
import { asForgeError, statusOf } from "../../forge-error.ts";
import type { ForgeClient } from "../../forge-client.ts";

/** The branch of a registry that is published. */
export const MAIN_BRANCH = "main";

/**
 * One file of a registry as its main branch has it now, or null.
 *
 * @param path below `registry/`
 * @throws ForgeError
 */
export async function readRegistryFile(
  { request }: ForgeClient,
  registry: Repository,
  path: string,
): Promise<Uint8Array | null> {
  return nullIfMissing(async () => {
    return rawFile(request, { ...registry, path: REGISTRY_FOLDER + path, ref: MAIN_BRANCH });
  });
}

async function rawFile(
  request: ForgeClient["request"],
  at: Repository & { readonly path: string; readonly ref: string },
): Promise<Uint8Array> {
  const parameters = { ...at, mediaType: { format: "raw" } };
  const { data } = await request("GET /repos/{owner}/{repo}/contents/{path}", parameters);
  // With this media type it is the file itself, whatever the types say.
  const raw: unknown = data;
  return typeof raw === "string" ? new TextEncoder().encode(raw) : new Uint8Array(raw as ArrayBuffer);
}

/**
 * What the registry's jobs remember of the last publication; null where nothing was ever published.
 *
 * @throws ForgeError
 */
export async function readPublishRecord({ request }: ForgeClient, registry: Repository): Promise<PublishRecord | null> {
  return nullIfMissing(async () => {
    const ref = PUBLISHED.ref.replace(/^refs\//, "");
    const { data: tip } = await request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...registry, ref });
    const bytes = await rawFile(request, { ...registry, path: PUBLISHED.file, ref: tip.object.sha });
    return JSON.parse(new TextDecoder().decode(bytes)) as PublishRecord;
  });
}

/** The names in a folder of a registry; none where there is no such folder. */
export async function listRegistryFolder(
  { request }: ForgeClient,
  registry: Repository,
  path: string,
): Promise<readonly string[]> {
  const names = await nullIfMissing(async () => {
    const parameters = { ...registry, path: REGISTRY_FOLDER + path, ref: MAIN_BRANCH };
    const { data } = await request("GET /repos/{owner}/{repo}/contents/{path}", parameters);
    return Array.isArray(data) ? data.map(({ name }) => name) : [];
  });
  return names ?? [];
}

async function nullIfMissing<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  return asForgeError(async () => {
    try {
      return await ask();
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  });
}
