import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  ARCHIVE,
  type BackupManifest,
  damageOf,
  filesBelow,
  readManifest,
  requirePlain,
  type StoredFile,
} from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { putDatabases, requireSound } from "./databases-part.ts";
import { laterDeletions, reapplyDeletions, requireDeletions } from "./deletions.ts";
import { readStored } from "./make-backup.ts";
import { type Refs, unbundleRegistry, verifyBundle } from "./registry-part.ts";
import { keptFiles, putStore } from "./store-part.ts";
import type { BlobStore } from "../blob-store.ts";
import type { PublishTarget } from "../publish-target.ts";

/** Where parts of a backup are put; a part that is null stays where it is. */
export interface RestoreTargets {
  /** Folder of a bare repository that is not there yet. */
  readonly registry: string | null;
  readonly data: string | null;
  readonly target: PublishTarget | null;
  readonly blobs: BlobStore | null;
  /** More copies of the functions' `deletions.db`, such as the one that survived. */
  readonly deletions: readonly string[];
}

/** What is put where, of a backup that was checked. */
export interface RestorePlan {
  readonly folder: string;
  readonly manifest: BackupManifest;
  readonly registry: { readonly to: string; readonly refs: Refs } | null;
  readonly databases: {
    readonly to: string;
    readonly paths: readonly string[];
    /** Copies of what was deleted since. */
    readonly deletions: readonly string[];
  } | null;
  readonly store: {
    /** Paths of metadata. */
    readonly metadata: readonly string[];
    /** Packages and pictures. */
    readonly kept: readonly StoredFile[];
  } | null;
}

/**
 * Checks everything that a backup holds, and that nothing lies where it would be put.
 *
 * @throws BackupError
 */
export async function planRestore(folder: string, targets: RestoreTargets): Promise<RestorePlan> {
  const manifest = await readManifest(folder);
  const damage = await damageOf(folder);
  if (damage.length > 0) {
    throw new BackupError("damaged", `${folder} is damaged, take another backup:\n${damage.join("\n")}`);
  }
  requirePlain(manifest.databases ?? []);
  if (manifest.registry !== null) await verifyBundle(join(folder, ARCHIVE.bundle));
  for (const path of manifest.databases ?? []) requireSound(join(folder, ARCHIVE.databases, path));
  return {
    folder,
    manifest,
    registry: await planRegistry(manifest, targets.registry),
    databases: await planDatabases(folder, manifest, targets),
    store: await planStore(folder, manifest, targets),
  };
}

async function planRegistry({ registry }: BackupManifest, to: string | null): Promise<RestorePlan["registry"]> {
  if (to === null) return null;
  if (registry === null) throw new BackupError("incomplete", "The backup has no registry: leave it out.");
  await requireEmpty(to);
  return { to, refs: registry.refs };
}

async function planDatabases(
  folder: string,
  { databases }: BackupManifest,
  { data: to, deletions }: RestoreTargets,
): Promise<RestorePlan["databases"]> {
  if (to === null) return null;
  if (databases === null)
    throw new BackupError("incomplete", "The backup has no databases: leave the data folder out.");
  await requireEmpty(to);
  const later = [...(await laterDeletions(folder)), ...deletions];
  for (const file of later) requireDeletions(file);
  return { to, paths: databases, deletions: later };
}

async function planStore(
  folder: string,
  { store }: BackupManifest,
  { target, blobs }: RestoreTargets,
): Promise<RestorePlan["store"]> {
  if (store === null) {
    if (target === null) return null;
    throw new BackupError("incomplete", "The backup has no store: leave the target out.");
  }
  const files = keptFiles(await readStored(folder));
  requirePlain(files.map(({ path }) => path));
  const kept = blobs === null ? [] : files;
  const missing = [];
  for (const { path, sha256 } of kept) {
    if (((await blobs?.read(sha256)) ?? null) === null) missing.push(`${sha256} of ${path}`);
  }
  if (missing.length > 0) {
    throw new BackupError("incomplete", `Blobs are missing or damaged:\n${missing.join("\n")}`);
  }
  if (target === null) return null;
  const [first] = await target.list();
  if (first !== undefined) throw new BackupError("not-empty", `The target holds ${first.path}: name an empty one.`);
  return { metadata: await filesBelow(join(folder, ARCHIVE.metadata)), kept };
}

async function requireEmpty(folder: string): Promise<void> {
  const [first] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (first !== undefined) throw new BackupError("not-empty", `${folder} holds ${first}: name an empty folder.`);
}

/** Carries a plan out. */
export async function restore(
  { folder, registry, databases, store }: RestorePlan,
  { target, blobs }: RestoreTargets,
): Promise<void> {
  if (registry !== null) await unbundleRegistry(join(folder, ARCHIVE.bundle), registry.to, registry.refs);
  if (databases !== null) {
    await putDatabases(join(folder, ARCHIVE.databases), databases.paths, databases.to);
    await reapplyDeletions(databases.to, databases.deletions);
  }
  if (store === null || target === null) return;
  const metadata = new Map<string, Uint8Array>();
  for (const path of store.metadata) {
    metadata.set(path, new Uint8Array(await readFile(join(folder, ARCHIVE.metadata, path))));
  }
  await putStore(target, store.kept, metadata, blobs);
}
