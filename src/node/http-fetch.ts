import { fetchFile, type FetchFileOptions } from "./fetch-file.ts";

/**
 * Loads a file by its path below a base address; null where there is none.
 *
 * @throws FetchError
 */
export type HttpFetcher = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer> | null>;

/**
 * A fetcher for the files below a base address.
 *
 * @param base http or https, with or without a final slash
 */
export function httpFetcher(base: string, options: Omit<FetchFileOptions, "maxBytes"> = {}): HttpFetcher {
  const root = base.endsWith("/") ? base : `${base}/`;
  return (path, maxBytes) => fetchFile(new URL(path, root).href, { ...options, maxBytes });
}
