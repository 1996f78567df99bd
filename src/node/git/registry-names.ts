import type { TreeEntry } from "./parse-objects.ts";
import { type GitRepository, readBlob, readCommit, readFolder } from "./repository.ts";
import { findFolder } from "./trees.ts";
import { nodeCrypto } from "../crypto.ts";
import { appName, developerName, removedName, shownName } from "../../core/names/known-names.ts";
import { type KnownName, NameIndex } from "../../core/names/name-index.ts";
import type { AppBody, ListingBody } from "../../core/registry/documents.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";

/** The names of the apps in one of the folders `apps/<hh>`, by the id of its Git tree. What was there once is never different. */
export type NamesByTree = Map<string, readonly KnownName[]>;

/**
 * Every name of the registry at a commit. Only those folders of apps are read that `known` has not: kept between submissions, it
 * makes the work that of what changed.
 */
export async function registryNames(
  repository: GitRepository,
  commit: string,
  known: NamesByTree = new Map(),
): Promise<NameIndex> {
  const { tree } = await readCommit(repository, commit);
  const root = await findFolder(repository, tree, REGISTRY_FOLDER.slice(0, -1));
  if (root === null) return new NameIndex([]);
  const names: KnownName[] = [];
  for (const fan of await folder(repository, root, "apps")) {
    const found = known.get(fan.oid) ?? (await namesBelow(repository, fan));
    known.set(fan.oid, found);
    names.push(...found);
  }
  const ids = (entries: readonly TreeEntry[]): readonly string[] =>
    entries.flatMap(({ path, type }) => (type === "blob" && path.endsWith(".json") ? [path.slice(0, -5)] : []));
  names.push(...ids(await folder(repository, root, "developers")).map(developerName));
  names.push(...ids(await folder(repository, root, "tombstones")).map(removedName));
  return new NameIndex(names);
}

async function folder(repository: GitRepository, root: string, path: string): Promise<readonly TreeEntry[]> {
  const oid = await findFolder(repository, root, path);
  return oid === null ? [] : readFolder(repository, oid);
}

async function namesBelow(repository: GitRepository, fan: TreeEntry): Promise<readonly KnownName[]> {
  if (fan.type !== "tree") return [];
  const names: KnownName[] = [];
  for (const app of await readFolder(repository, fan.oid)) {
    const at = `apps/${fan.path}/${app.path}`;
    const entries = app.type === "tree" ? await readFolder(repository, app.oid) : [];
    const body = await document<AppBody>(repository, entries, `${at}/app.json`);
    if (body === null) continue;
    names.push(appName(body.app_id, body.owner));
    const shown = new Set<string>();
    for (const entry of await folder(repository, app.oid, "listing")) {
      const listing = await document<ListingBody>(repository, [entry], `${at}/listing/${entry.path}`);
      if (listing !== null) shown.add(listing.name);
    }
    names.push(...[...shown].map((text) => shownName(text, body.app_id, body.owner)));
  }
  return names;
}

/** A document of a folder that has its form; null where there is none. */
async function document<Body>(
  repository: GitRepository,
  entries: readonly TreeEntry[],
  path: string,
): Promise<Body | null> {
  const place = parseRegistryPath(path, nodeCrypto.sha256);
  const entry = entries.find((each) => each.path === path.slice(path.lastIndexOf("/") + 1));
  if (place === null || entry?.type !== "blob") return null;
  const parsed = parseRegistryDocument(place, path, await readBlob(repository, entry.oid));
  return parsed.ok ? (parsed.document.body as unknown as Body) : null;
}
