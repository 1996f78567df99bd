import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ARCHIVE, backupManifest, type BackupManifest, checksums, type StoredFile } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { copyDatabases } from "./databases-part.ts";
import { bundleRegistry } from "./registry-part.ts";
import { seeStore } from "./store-part.ts";
import { type BlobStore } from "../blob-store.ts";
import type { PublishTarget } from "../publish-target.ts";

/** What is backed up; a part that is null is left out. */
export interface BackupSources {
  /** What `git fetch` takes. */
  readonly registry: string | null;
  /** The data folder of the functions. */
  readonly data: string | null;
  readonly target: PublishTarget | null;
  /** Where packages and pictures of the target are copied to; null copies none. */
  readonly blobs: BlobStore | null;
}

export interface MadeBackup {
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** Files of the data folder that are no databases, and are not in it. */
  readonly left: readonly string[];
  readonly copiedBlobs: number;
}

/** Name of a backup in the folder of backups: its time, without what some file systems refuse. */
const NAME = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\dZ)$/;
const DAY_MS = 86_400_000;
/** Of the folder of a backup: it holds what is private. */
const PRIVATE = 0o700;

/**
 * Makes a backup in a folder of its own, which appears when it is whole. The registry is read before the target, so that the target is
 * never older than the record in the registry says.
 *
 * @param folder that holds backups
 * @throws BackupError
 */
export async function makeBackup(folder: string, sources: BackupSources, now: Date): Promise<MadeBackup> {
  const madeAt = `${now.toISOString().slice(0, 19)}Z`;
  const final = join(folder, madeAt.replaceAll(":", "-"));
  const partial = `${final}.partial`;
  const known = await storedBefore(folder);
  await mkdir(partial, { recursive: true });
  await chmod(partial, PRIVATE);
  try {
    const made = await fill(partial, sources, madeAt, known);
    await rename(partial, final).catch((cause: NodeJS.ErrnoException) => {
      throw new BackupError("not-empty", `${final} is there already.`, { cause });
    });
    return { folder: final, ...made };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  partial: string,
  sources: BackupSources,
  madeAt: string,
  known: readonly StoredFile[],
): Promise<Omit<MadeBackup, "folder">> {
  const { registry, data, target, blobs } = sources;
  const refs = registry === null ? null : await bundleRegistry(registry, join(partial, ARCHIVE.bundle));
  const databases = data === null ? null : await copyDatabases(data, join(partial, ARCHIVE.databases));
  const store = target === null ? null : await seeStore(target, known, blobs);
  if (store !== null) {
    await write(join(partial, ARCHIVE.store), JSON.stringify(store.files));
    for (const [path, bytes] of store.metadata) await write(join(partial, ARCHIVE.metadata, path), bytes);
  }
  const manifest = backupManifest({
    made_at: madeAt,
    registry: refs === null ? null : { refs },
    databases: databases?.copied ?? null,
    store: store === null ? null : { ...sizeOf(store.files), blobs: blobs !== null },
  });
  await write(join(partial, ARCHIVE.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  await write(join(partial, ARCHIVE.sums), await checksums(partial));
  return { manifest, left: databases?.left ?? [], copiedBlobs: store?.copied ?? 0 };
}

function sizeOf(files: readonly StoredFile[]): { readonly files: number; readonly bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { length }) => sum + length, 0) };
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** What the newest backup saw on the target. One that cannot be read keeps no other from being made. */
async function storedBefore(folder: string): Promise<readonly StoredFile[]> {
  for (const name of (await backupsIn(folder)).toReversed()) {
    try {
      return await readStored(join(folder, name));
    } catch {
      continue;
    }
  }
  return [];
}

/**
 * What a backup saw on the target.
 *
 * @throws Error when it has no such list
 */
export async function readStored(backup: string): Promise<readonly StoredFile[]> {
  return JSON.parse(await readFile(join(backup, ARCHIVE.store), "utf8")) as readonly StoredFile[];
}

/** Names of the whole backups in a folder, oldest first. */
export async function backupsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort();
}

/**
 * Deletes backups that are older than some days: what people had deleted is in them still.
 *
 * @returns their names
 */
export async function pruneBackups(folder: string, keepDays: number, now: Date): Promise<readonly string[]> {
  const names = await backupsIn(folder);
  const old = names.filter((name) => now.getTime() - Date.parse(name.replace(NAME, "$1$2:$3:$4")) > keepDays * DAY_MS);
  for (const name of old) await rm(join(folder, name), { recursive: true });
  return old;
}
