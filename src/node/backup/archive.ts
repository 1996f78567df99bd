import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { BackupError } from "./backup-error.ts";
import type { Sha256 } from "../../core/ids/ids.ts";

/** Names in the folder of a backup. */
export const ARCHIVE = {
  manifest: "backup.json",
  sums: "SHA256SUMS",
  bundle: "registry.bundle",
  /** Databases, by their path in the data folder. */
  databases: "data",
  /** What the publish target held, a {@link StoredFile} each. */
  store: "store.json",
  /** The newest metadata of the store, by path. */
  metadata: "store",
} as const;

const FORMAT = "mosis-backup-1";

/** A file that was on the publish target. */
export interface StoredFile {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  readonly sha256: Sha256;
}

/** What a backup holds. A part that was not asked for is null. */
export interface BackupManifest {
  readonly format: typeof FORMAT;
  /** RFC 3339, before the first part was read. */
  readonly made_at: string;
  /** Commits by full name of the ref. */
  readonly registry: { readonly refs: Readonly<Record<string, string>> } | null;
  /** Paths in the data folder. */
  readonly databases: readonly string[] | null;
  readonly store: {
    readonly files: number;
    readonly bytes: number;
    /** Whether what cannot be computed again was copied into a folder of blobs. */
    readonly blobs: boolean;
  } | null;
}

export function backupManifest(parts: Omit<BackupManifest, "format">): BackupManifest {
  return { format: FORMAT, ...parts };
}

/**
 * What a folder says of itself. Whether it is whole is what {@link damageOf} tells.
 *
 * @throws BackupError `no-backup`
 */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const file = join(folder, ARCHIVE.manifest);
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new BackupError("no-backup", `${file} cannot be read (${cause.code}): name the folder of one backup.`, {
      cause,
    });
  });
  try {
    const manifest = JSON.parse(text) as Omit<BackupManifest, "format"> & { readonly format?: string };
    if (manifest.format === FORMAT) return { ...manifest, format: FORMAT };
  } catch (cause) {
    throw new BackupError("no-backup", `${file} is no JSON.`, { cause });
  }
  throw new BackupError("no-backup", `${file} is not of the format ${FORMAT}, the only one that this version knows.`);
}

/** Checksums of everything in a folder, as `sha256sum -c SHA256SUMS` reads them. */
export async function checksums(folder: string): Promise<string> {
  const lines = [];
  for (const path of await filesBelow(folder)) lines.push(`${await sha256OfFile(join(folder, path))}  ${path}\n`);
  return lines.join("");
}

/** Every file of a backup that is missing, too many, or not what was written; a line each. */
export async function damageOf(folder: string): Promise<readonly string[]> {
  const sums = await readFile(join(folder, ARCHIVE.sums), "utf8").catch(() => "");
  const said = new Map(Array.from(sums.matchAll(/^([0-9a-f]{64}) {2}(.+)\n/gm), ([, sum, path = ""]) => [path, sum]));
  const found = (await filesBelow(folder)).filter((path) => path !== ARCHIVE.sums);
  const damage = [...said.keys()].filter((path) => !found.includes(path)).map((path) => `${path} is missing`);
  for (const path of found) {
    const sum = said.get(path);
    if (sum === undefined) damage.push(`${path} is not in ${ARCHIVE.sums}`);
    else if (sum !== (await sha256OfFile(join(folder, path)))) damage.push(`${path} has other bytes than were written`);
  }
  return damage;
}

/** Parts of a path that lead out of the folder it is put into, or are none. */
const UNPLAIN = /^(?:|\.|\.\.|.*[\\\0:].*)$/;

/**
 * Refuses a list that would have files put elsewhere than below the folder that was named.
 *
 * @throws BackupError `damaged`
 */
export function requirePlain(paths: readonly string[]): void {
  const unplain = paths.find((path) => path.split("/").some((part) => UNPLAIN.test(part)));
  if (unplain !== undefined) throw new BackupError("damaged", `${JSON.stringify(unplain)} is no path of a backup.`);
}

/** Paths of every file below a folder, sorted, with `/`; none where there is no folder. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function sha256OfFile(file: string): Promise<Sha256> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Uint8Array);
  return hash.digest("hex") as Sha256;
}
