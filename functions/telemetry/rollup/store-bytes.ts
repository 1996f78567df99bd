import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { StoreBytes } from "./package-source.ts";
import { limits } from "../../../src/core/limits.ts";

/** Milliseconds that a package may take to come. */
const FETCH_MS = 60_000;

/** What is used of `fetch`. */
export type GetUrl = (url: URL, options: { readonly signal: AbortSignal }) => Promise<Response>;

/** Files of a store in a folder of this machine. One that is larger than a package may be is none. */
export function folderBytes(folder: string): StoreBytes {
  return async (path) => {
    try {
      const file = join(folder, path);
      const { size } = await stat(file);
      return size > limits.package.packedBytes ? null : new Uint8Array(await readFile(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  };
}

/**
 * The same of a store at an address.
 *
 * @param base with a final slash
 */
export function urlBytes(base: string, get: GetUrl = fetch): StoreBytes {
  return async (path) => {
    const url = new URL(path, base);
    const response = await get(url, { signal: AbortSignal.timeout(FETCH_MS) });
    if (response.status === 404) return null;
    if (!response.ok || response.body === null) throw new Error(`${url.href} answered ${response.status}.`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body) {
      length += chunk.length;
      // Leaving the loop ends the download.
      if (length > limits.package.packedBytes) return null;
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  };
}
