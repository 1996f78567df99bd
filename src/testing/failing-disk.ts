import { join } from "node:path";

import { type Disk, nodeDisk } from "../device/disk/disk.ts";

/** What such a disk throws. */
export class DiskFailure extends Error {}

/** `once`: one change fails. Or the power goes: just before a change, or within it, a removal half done, a write done. */
type Failure = "once" | "before" | "within";

/** A disk whose n-th change fails. */
export function failingDisk(n: number, failure: Failure): Disk & { readonly changes: number } {
  let changes = 0;
  const isOut = (): boolean => failure !== "once" && changes >= n;
  const change = async <T>(action: () => Promise<T>, halfDone?: () => Promise<unknown>): Promise<T> => {
    if (isOut()) throw new DiskFailure();
    changes += 1;
    if (changes !== n) return action();
    if (failure === "within") await halfDone?.();
    throw new DiskFailure();
  };
  const look = async <T>(action: () => Promise<T>): Promise<T> => {
    if (isOut()) throw new DiskFailure();
    return action();
  };
  return {
    get changes() {
      return changes;
    },
    read: (path) => look(() => nodeDisk.read(path)),
    source: (path) => look(() => nodeDisk.source(path)),
    readParts: async function* (path) {
      yield* await look(async () => nodeDisk.readParts(path));
    },
    look: (path) => look(() => nodeDisk.look(path)),
    list: (path) => look(() => nodeDisk.list(path)),
    isFolder: (path) => look(() => nodeDisk.isFolder(path)),
    freeBytes: (path) => look(() => nodeDisk.freeBytes(path)),
    write: (path, bytes) =>
      change(
        () => nodeDisk.write(path, bytes),
        () => nodeDisk.write(path, bytes),
      ),
    create: (path, bytes) => change(() => nodeDisk.create(path, bytes)),
    append: (path, bytes) =>
      change(
        () => nodeDisk.append(path, bytes),
        () => nodeDisk.append(path, bytes.subarray(0, bytes.length >> 1)),
      ),
    makeFolder: (path) => change(() => nodeDisk.makeFolder(path)),
    rename: (from, to) => change(() => nodeDisk.rename(from, to)),
    remove: (path) =>
      change(
        () => nodeDisk.remove(path),
        async () => {
          const [first] = await nodeDisk.list(path);
          if (first !== undefined) await nodeDisk.remove(join(path, first));
        },
      ),
  };
}
