import { type GitRepository, readCommit } from "./repository.ts";
import { diffTrees, findFolder, listFiles, readFiles } from "./trees.ts";
import { nodeCrypto } from "../crypto.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { RegistryFiles } from "../../core/registry/model.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";

const FOLDER = REGISTRY_FOLDER.slice(0, -1);

/** The files of the registry at a commit, by path below `registry/`. */
export async function registryFiles(repository: GitRepository, commit: string): Promise<RegistryFiles> {
  const { tree } = await readCommit(repository, commit);
  const folder = await findFolder(repository, tree, FOLDER);
  return folder === null ? new Map() : readFiles(repository, await listFiles(repository, folder));
}

/** When each version came onto the main line: the commit time of the first-parent commit that added its file. */
export async function publicationTimes(
  repository: GitRepository,
  commit: string,
): Promise<(app: AppId, code: VersionCode) => string> {
  const times = new Map<string, string>();
  for (let at: string | undefined = commit; at !== undefined;) {
    const facts = await readCommit(repository, at);
    const [parent] = facts.parents;
    const before = parent === undefined ? null : (await readCommit(repository, parent)).tree;
    const time = new Date(facts.committedAt * 1000).toISOString().replace(".000Z", "Z");
    for (const { path, before: old, after } of await diffTrees(repository, before, facts.tree)) {
      if (old === null && after !== null && path.startsWith(REGISTRY_FOLDER)) {
        const place = parseRegistryPath(path.slice(REGISTRY_FOLDER.length), nodeCrypto.sha256);
        // Walking back in time, an older commit that added the file wins.
        if (place?.kind === "version") times.set(`${place.app} ${place.versionCode}`, time);
      }
    }
    at = parent;
  }
  return (app, code) => {
    const time = times.get(`${app} ${code}`);
    if (time === undefined) throw new RangeError(`${app} ${code} is not in the history`);
    return time;
  };
}
