import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

import { FetchError } from "./fetch-file.ts";
import type { HttpFetcher } from "./http-fetch.ts";

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
  return async (path, maxBytes) => {
    try {
      const root = await realpath(folder);
      const file = await fileBelow(root, path).catch(nullIfAbsent);
      return file === null ? null : await readAtMost(file, maxBytes);
    } catch (cause) {
      if (cause instanceof FetchError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FetchError("unreachable", `${path} cannot be had from ${folder}: ${reason}.`, { cause });
    }
  };
}

/** The real path of a file, with every link followed. */
async function fileBelow(root: string, path: string): Promise<string> {
  const names = path.split("/");
  const file = names.every((name) => PLAIN_NAME.test(name)) ? await realpath(join(root, ...names)) : null;
  if (file?.startsWith(root.endsWith(sep) ? root : root + sep) === true) return file;
  throw new FetchError("unreachable", `${path} leads out of the folder ${root}.`);
}

async function readAtMost(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  // Opening a pipe must not wait for somebody to write to it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return null;
    const parts: Buffer[] = [];
    let length = 0;
    // `end` is the last byte that is read: one more than is taken, to see that there are more.
    for await (const part of file.createReadStream({ end: maxBytes, autoClose: false })) {
      length += (part as Buffer).length;
      if (length > maxBytes) throw new FetchError("too-large", `${path} has more than ${maxBytes} bytes.`);
      parts.push(part as Buffer);
    }
    return new Uint8Array(Buffer.concat(parts, length));
  } finally {
    await file.close();
  }
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (ABSENT.has(error.code)) return null;
  throw error;
}
