import type { StoredFile } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import type { BlobStore } from "../blob-store.ts";
import { nodeCrypto } from "../crypto.ts";
import type { PublishTarget } from "../publish-target.ts";
import { isSettled } from "../registry/publish/upload.ts";
import { toHex } from "../../core/bytes.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { metadataPath } from "../../core/trust/metadata-paths.ts";
import { parseSnapshot, parseTimestamp } from "../../core/trust/parse-metadata.ts";

/** What nothing can be computed from but itself: packages, pictures, and what the developers' signatures became. */
const KEPT = /^(?:packages|assets)\//;

/** What was seen of a publish target. */
export interface SeenStore {
  readonly files: readonly StoredFile[];
  /** The newest metadata, by path: without it nothing is signed again. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** Blobs that were copied now; others were there already. */
  readonly copied: number;
}

/**
 * Reads what is published, and copies what cannot be computed again into a folder of blobs.
 *
 * @param known files of an earlier backup: what never changes is not read again
 * @param blobs null copies nothing
 */
export async function seeStore(
  target: PublishTarget,
  known: readonly StoredFile[],
  blobs: BlobStore | null,
): Promise<SeenStore> {
  const before = new Map(known.map((file) => [file.path, file]));
  const metadata = await newestMetadata(target);
  const files: StoredFile[] = [];
  let copied = 0;
  for (const { path, length } of await target.list()) {
    const old = before.get(path);
    const isKept = blobs !== null && KEPT.test(path);
    if (old !== undefined && isSettled(path, length, old.length) && !(isKept && !(await blobs.has(old)))) {
      files.push(old);
      continue;
    }
    const bytes = metadata.get(path) ?? (await target.read(path));
    // Taken away since it was listed.
    if (bytes === null) continue;
    const file = { path, length: bytes.length, sha256: toHex(nodeCrypto.sha256(bytes)) as Sha256 };
    files.push(file);
    if (!isKept || (await blobs.has(file))) continue;
    await blobs.write(bytes);
    copied += 1;
  }
  return { files, metadata, copied };
}

/** The timestamp and what it leads to, with every root; empty for a store that never published. */
async function newestMetadata(target: Pick<PublishTarget, "read">): Promise<ReadonlyMap<string, Uint8Array>> {
  const metadata = new Map<string, Uint8Array>();
  const take = async (path: string): Promise<Uint8Array | null> => {
    const bytes = await target.read(path);
    if (bytes !== null) metadata.set(path, bytes);
    return bytes;
  };
  const timestamp = await take(metadataPath.timestamp);
  if (timestamp === null) return metadata;
  for (let root = 1; (await take(metadataPath.root(root))) !== null; root += 1);
  const { version } = parseTimestamp(timestamp, metadataPath.timestamp).snapshot;
  const file = metadataPath.snapshot(version);
  const { meta } = parseSnapshot(await need(take, file), file);
  for (const [name, described] of meta) {
    await need(take, metadataPath.targets(described.version, name.replace(/\.json$/, "")));
  }
  return metadata;
}

async function need(take: (path: string) => Promise<Uint8Array | null>, path: string): Promise<Uint8Array> {
  const bytes = await take(path);
  if (bytes !== null) return bytes;
  throw new BackupError("incomplete", `The target has no ${path}, which its metadata names: publish first.`);
}

/** Files of a backup that can be put back from blobs. */
export function keptFiles(files: readonly StoredFile[]): readonly StoredFile[] {
  return files.filter(({ path }) => KEPT.test(path));
}

/** Puts packages and pictures back, then metadata, the timestamp last. */
export async function putStore(
  target: PublishTarget,
  kept: readonly StoredFile[],
  metadata: ReadonlyMap<string, Uint8Array>,
  blobs: BlobStore | null,
): Promise<void> {
  for (const { path, sha256 } of kept) {
    const bytes = (await blobs?.read(sha256)) ?? null;
    if (bytes === null) throw new BackupError("incomplete", `The blob ${sha256} of ${path} is missing or damaged.`);
    await target.put(path, bytes);
  }
  const last = metadata.get(metadataPath.timestamp);
  for (const [path, bytes] of metadata) if (bytes !== last) await target.put(path, bytes);
  if (last !== undefined) await target.put(metadataPath.timestamp, last);
}
