import type { ReadPublished } from "./ingest.ts";
import { FetchError } from "../../fetch-file.ts";

/**
 * Files of a store as it serves them to everybody, for jobs that have no access to where it is published. A store that does not
 * answer has none, and is not asked again.
 *
 * @param fetcher may throw a FetchError
 */
export function servedFiles(fetcher: ReadPublished): ReadPublished {
  let isAway = false;
  return async (path, maxBytes) => {
    if (isAway) return null;
    try {
      return await fetcher(path, maxBytes);
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      isAway = error.code === "unreachable";
      return null;
    }
  };
}
