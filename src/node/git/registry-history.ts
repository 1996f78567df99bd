import { type GitRepository, readCommit } from "./repository.ts";
import { diffTrees, findFolder, listFiles, readFiles } from "./trees.ts";
import { nodeCrypto } from "../crypto.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { Publication, RegistryHistory } from "../../core/index/registry-history.ts";
import type { RegistryFiles } from "../../core/registry/model.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { formatTime } from "../../core/trust/time.ts";

const FOLDER = REGISTRY_FOLDER.slice(0, -1);

/** The files of the registry at a commit, by path below `registry/`. */
export async function registryFiles(repository: GitRepository, commit: string): Promise<RegistryFiles> {
  const { tree } = await readCommit(repository, commit);
  const folder = await findFolder(repository, tree, FOLDER);
  return folder === null ? new Map() : readFiles(repository, await listFiles(repository, folder));
}

/** How each version came onto the main line, for a commit and everything before it. A plain value, to be kept. */
export interface Publications {
  readonly commit: string;
  /** Commit time of it, RFC 3339 in UTC. */
  readonly at: string;
  /** By app and version code as {@link historyOf} asks for them. */
  readonly versions: Readonly<Record<string, Publication>>;
}

/**
 * Reads the publications off the history: the first-parent commit that first added a version's file, and its commit time.
 *
 * @param known those of an earlier commit, from which to go on; without them the whole history is walked
 */
export async function findPublications(
  repository: GitRepository,
  commit: string,
  known: Publications | null = null,
): Promise<Publications> {
  const versions: Record<string, Publication> = {};
  let at: string | undefined = commit;
  while (at !== undefined && at !== known?.commit) {
    const facts = await readCommit(repository, at);
    const [parent]: readonly (string | undefined)[] = facts.parents;
    const before = parent === undefined ? null : (await readCommit(repository, parent)).tree;
    const committed = timeOf(facts);
    for (const { path, before: old, after } of await diffTrees(repository, before, facts.tree)) {
      if (old === null && after !== null && path.startsWith(REGISTRY_FOLDER)) {
        const place = parseRegistryPath(path.slice(REGISTRY_FOLDER.length), nodeCrypto.sha256);
        // Walking back in time, an older commit that added the file wins.
        if (place?.kind === "version") {
          versions[keyOf(place.app, place.versionCode)] = { commit: at, at: committed };
        }
      }
    }
    at = parent;
  }
  const time = timeOf(await readCommit(repository, commit));
  return { commit, at: time, versions: at === undefined ? versions : { ...versions, ...known?.versions } };
}

function timeOf({ committedAt }: { readonly committedAt: number }): string {
  return formatTime(new Date(committedAt * 1000));
}

/** The publications as the index asks for them. */
export function historyOf({ commit, at: head, versions }: Publications): RegistryHistory {
  return {
    publication(app, code) {
      const found = versions[keyOf(app, code)];
      if (found === undefined) throw new RangeError(`${app} ${code} is not in the history of ${commit}`);
      return found;
    },
    newest: Object.values(versions).reduce((newest, { at }) => (at > newest ? at : newest), ""),
    head: { commit, at: head },
  };
}

function keyOf(app: AppId, code: VersionCode): string {
  return `${app} ${code}`;
}
