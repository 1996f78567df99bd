import { type GitRepository, readAt, readCommit, readFolder } from "./repository.ts";
import { findFolder, listFiles, readFiles } from "./trees.ts";
import { nodeCrypto } from "../crypto.ts";
import type { AppId, DeveloperId } from "../../core/ids/ids.ts";
import type { AppBody } from "../../core/registry/documents.ts";
import type { RegistryFiles } from "../../core/registry/model.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { appFolder, parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import type { Change } from "../../core/registry/submission.ts";

const CONFIGURATION = ["registry.json", "categories.json", "reserved.json"];

/**
 * The files of a registry that judging these changes needs, by path below `registry/`: its configuration, and everything of the
 * apps and developers that they are about, owners included. The work is that of the change, however large the registry is; a rule
 * that compares with other apps would need more.
 */
export async function registryPart(
  repository: GitRepository,
  commit: string,
  changes: readonly Change[],
): Promise<RegistryFiles> {
  const { tree } = await readCommit(repository, commit);
  const root = await findFolder(repository, tree, REGISTRY_FOLDER.slice(0, -1));
  if (root === null) return new Map();
  const files = new Map<string, Uint8Array>();
  const add = async (paths: Iterable<string>): Promise<void> => {
    for (const path of paths)
      for (const [name, bytes] of await readBelow(repository, root, path)) files.set(name, bytes);
  };
  const after = changes.flatMap(({ path, after: bytes }) =>
    path.startsWith(REGISTRY_FOLDER) ? [[path.slice(REGISTRY_FOLDER.length), bytes] as const] : [],
  );
  const places = after.flatMap(([path]) => parseRegistryPath(path, nodeCrypto.sha256) ?? []);
  await add(CONFIGURATION);
  const apps = new Set(places.flatMap((place) => ("app" in place ? [place.app] : [])));
  await add([...apps].flatMap(ofApp));
  await add(await exceptionsOf(repository, root, apps));
  // A rotation may stand on the word of the offline keys.
  if (places.some(({ kind }) => kind === "rotation")) await add(["trust"]);
  const named = places.flatMap((place) => ("developer" in place ? [place.developer] : []));
  const owners = [...files, ...after].flatMap(([path, bytes]) => ownerIn(path, bytes) ?? []);
  await add(new Set([...named, ...owners].flatMap(ofDeveloper)));
  return files;
}

function ofApp(app: AppId): readonly string[] {
  return [appFolder(app, nodeCrypto.sha256), `moderation/${app}`, `decisions/${app}`, `tombstones/${app}.json`];
}

/** The exceptions of apps; their folder is small, and its names say whose they are. */
async function exceptionsOf(
  repository: GitRepository,
  root: string,
  apps: ReadonlySet<AppId>,
): Promise<readonly string[]> {
  const folder = apps.size === 0 ? null : await findFolder(repository, root, "exceptions");
  const entries = folder === null ? [] : await readFolder(repository, folder);
  return entries.flatMap(({ path }) => {
    const place = parseRegistryPath(`exceptions/${path}`, nodeCrypto.sha256);
    return place?.kind === "exception" && apps.has(place.app) ? [`exceptions/${path}`] : [];
  });
}

function ofDeveloper(id: DeveloperId): readonly string[] {
  return [`developers/${id}.json`, `developers/${id}`];
}

/** The owner that an app document names, before or after the change. */
function ownerIn(path: string, bytes: Uint8Array | null): DeveloperId | null {
  const place = parseRegistryPath(path, nodeCrypto.sha256);
  if (place?.kind !== "app" || bytes === null) return null;
  const parsed = parseRegistryDocument(place, path, bytes);
  return parsed.ok ? (parsed.document.body as unknown as AppBody).owner : null;
}

/** The file at a path, or all files in the folder there. */
async function readBelow(repository: GitRepository, root: string, path: string): Promise<RegistryFiles> {
  const found = await readAt(repository, root, path);
  if (found?.type === "blob") return new Map([[path, found.bytes]]);
  if (found?.type !== "tree") return new Map();
  const files = await readFiles(repository, await listFiles(repository, found.oid));
  return new Map([...files].map(([name, bytes]) => [`${path}/${name}`, bytes]));
}
