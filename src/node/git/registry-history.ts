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

/** When each version came onto the main line, for a commit and everything before it. */
export interface PublicationTimes {
  readonly commit: string;
  /** RFC 3339 in UTC, by app and version code as {@link publishedAt} asks for them. */
  readonly times: Readonly<Record<string, string>>;
}

/**
 * Reads the publication times off the history: the commit time of the first-parent commit that first added a version's file.
 *
 * @param known times of an earlier commit, from which to go on; without them the whole history is walked
 */
export async function publicationTimes(
  repository: GitRepository,
  commit: string,
  known: PublicationTimes | null = null,
): Promise<PublicationTimes> {
  const times: Record<string, string> = {};
  let at: string | undefined = commit;
  while (at !== undefined && at !== known?.commit) {
    const facts = await readCommit(repository, at);
    const [parent]: readonly (string | undefined)[] = facts.parents;
    const before = parent === undefined ? null : (await readCommit(repository, parent)).tree;
    const time = new Date(facts.committedAt * 1000).toISOString().replace(".000Z", "Z");
    for (const { path, before: old, after } of await diffTrees(repository, before, facts.tree)) {
      if (old === null && after !== null && path.startsWith(REGISTRY_FOLDER)) {
        const place = parseRegistryPath(path.slice(REGISTRY_FOLDER.length), nodeCrypto.sha256);
        // Walking back in time, an older commit that added the file wins.
        if (place?.kind === "version") times[keyOf(place.app, place.versionCode)] = time;
      }
    }
    at = parent;
  }
  return { commit, times: at === undefined ? times : { ...times, ...known?.times } };
}

/** Looks a version's publication time up; a version that never was is a `RangeError`. */
export function publishedAt({ commit, times }: PublicationTimes): (app: AppId, code: VersionCode) => string {
  return (app, code) => {
    const time = times[keyOf(app, code)];
    if (time === undefined) throw new RangeError(`${app} ${code} is not in the history of ${commit}`);
    return time;
  };
}

function keyOf(app: AppId, code: VersionCode): string {
  return `${app} ${code}`;
}
