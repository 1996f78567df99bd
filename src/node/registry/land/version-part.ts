import { requireRegistry } from "./judge.ts";
import { registryPart } from "../../git/registry-part.ts";
import type { GitRepository } from "../../git/repository.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import type { AppRecord, RegistryFiles } from "../../../core/registry/model.ts";
import type { Hold } from "../../../core/registry/hold.ts";
import { REGISTRY_FOLDER, registryPath } from "../../../core/registry/paths.ts";

/** A version that has landed, with what a registry has of its app. */
export interface VersionPart {
  readonly files: RegistryFiles;
  /** Of the version's document, from the root of the repository. */
  readonly path: string;
  /** Null where the registry has no such version. */
  readonly bytes: Uint8Array | null;
  /** Null where the registry has no such app any more. */
  readonly record: AppRecord | null;
}

/** Reads what a commit of a registry has of one version and its app, and nothing else. */
export async function versionPart(
  repository: GitRepository,
  commit: string,
  { app_id: app, version_code: versionCode }: Pick<Hold, "app_id" | "version_code">,
): Promise<VersionPart> {
  const place = registryPath({ kind: "version", app, versionCode }, nodePackagePorts.sha256);
  const path = REGISTRY_FOLDER + place;
  const files = await registryPart(repository, commit, [{ path, before: null, after: null }]);
  const { apps, tombstones } = requireRegistry(files);
  const record = tombstones.has(app) ? null : (apps.get(app) ?? null);
  return { files, path, bytes: files.get(place) ?? null, record };
}
