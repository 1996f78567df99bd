import { fileURLToPath } from "node:url";

import { folderFetcher } from "../../node/folder-fetch.ts";
import { httpFetcher, type HttpFetcher } from "../../node/http-fetch.ts";

/** Loads the files of a store by its address: from a server, or from a folder with a copy of the store's tree. */
export function storeFetcher(url: string): HttpFetcher {
  return url.startsWith("file:") ? folderFetcher(fileURLToPath(url)) : httpFetcher(url);
}
