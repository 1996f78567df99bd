import { fetchFile, type FetchFileOptions } from "./fetch-file.ts";
import { fetchRest, type FetchRestOptions, type FileSink } from "./fetch-rest.ts";

/**
 * Loads a file by its path below a base address; null where there is none.
 *
 * @throws FetchError
 */
export interface HttpFetcher {
  (path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Loads a file part by part from a byte on, as `fetchRest` does; false where there is none.
   *
   * @throws FetchError
   */
  readonly rest: (path: string, sink: FileSink, range: Pick<FetchRestOptions, "from" | "maxBytes">) => Promise<boolean>;
}

/**
 * A fetcher for the files below a base address.
 *
 * @param base http or https, with or without a final slash
 */
export function httpFetcher(base: string, options: Omit<FetchFileOptions, "maxBytes"> = {}): HttpFetcher {
  const root = base.endsWith("/") ? base : `${base}/`;
  const at = (path: string): string => new URL(path, root).href;
  const fetcher = (path: string, maxBytes: number) => fetchFile(at(path), { ...options, maxBytes });
  const rest: HttpFetcher["rest"] = (path, sink, range) => fetchRest(at(path), sink, { ...options, ...range });
  return Object.assign(fetcher, { rest });
}
