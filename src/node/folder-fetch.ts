import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

import { FetchError } from "./fetch-file.ts";
import type { FileSink } from "./fetch-rest.ts";
import type { HttpFetcher } from "./http-fetch.ts";
import { concatBytes } from "../core/bytes.ts";

/** No such file, for `open` and `realpath`. */
const ABSENT: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR"]);
/** One name of a path, on every system: neither a way up nor a drive, device or stream of Windows. */
const PLAIN_NAME = /^(?!\.{1,2}$)[^\\:\0]+$/;

/**
 * A fetcher for the files below a folder of this machine: null where there is none. Neither a path nor a link leads out of the
 * folder, and no more than the bytes asked for are read.
 *
 * @throws FetchError from what it gives back; `unreachable` also when the folder itself is gone
 */
export function folderFetcher(folder: string): HttpFetcher {
  const rest: HttpFetcher["rest"] = async (path, sink, { from, maxBytes }) => {
    const had = <T>(action: () => Promise<T>): Promise<T> => asFetchError(folder, path, action);
    const file = await had(() => openBelow(folder, path));
    if (file === null) return false;
    try {
      const { size } = await had(() => file.stat());
      let position = from <= size ? from : 0;
      await sink.startAt(position);
      // `end` is the last byte that is read: one more than is taken, to see that there are more.
      const parts = file.createReadStream({ start: position, end: maxBytes, autoClose: false })[Symbol.asyncIterator]();
      for (;;) {
        const part = await had(() => parts.next());
        if (part.done === true) return true;
        const bytes = part.value as Buffer;
        position += bytes.length;
        if (position > maxBytes) throw new FetchError("too-large", `${path} has more than ${maxBytes} bytes.`);
        await sink.write(bytes);
      }
    } finally {
      await file.close();
    }
  };
  const fetcher = async (path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> => {
    const parts: Uint8Array[] = [];
    const sink: FileSink = { startAt: async () => undefined, write: async (bytes) => void parts.push(bytes) };
    const isThere = await rest(path, sink, { from: 0, maxBytes });
    return isThere ? concatBytes(parts) : null;
  };
  return Object.assign(fetcher, { rest });
}

/** Null where there is no file. */
async function openBelow(folder: string, path: string): Promise<FileHandle | null> {
  const root = await realpath(folder);
  const found = await fileBelow(root, path).catch(nullIfAbsent);
  if (found === null) return null;
  // Opening a pipe must not wait for somebody to write to it.
  const file = await open(found, constants.O_RDONLY | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return null;
}

/** The real path of a file, with every link followed. */
async function fileBelow(root: string, path: string): Promise<string> {
  const names = path.split("/");
  const file = names.every((name) => PLAIN_NAME.test(name)) ? await realpath(join(root, ...names)) : null;
  if (file?.startsWith(root.endsWith(sep) ? root : root + sep) === true) return file;
  throw new FetchError("unreachable", `${path} leads out of the folder ${root}.`);
}

async function asFetchError<T>(folder: string, path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FetchError("unreachable", `${path} cannot be had from ${folder}: ${reason}.`, { cause });
  }
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (ABSENT.has(error.code)) return null;
  throw error;
}
