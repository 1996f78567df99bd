import type { FetchRemote } from "./ingest.ts";
import { FetchError, fetchFile } from "../fetch-file.ts";

/** Loads from the network; trouble with one file is said, not thrown, because the others go on. */
export const fetchRemote: FetchRemote = async ({ url, length }) => {
  try {
    return (await fetchFile(url, { maxBytes: length })) ?? "the server says there is no such file";
  } catch (error) {
    if (error instanceof FetchError) return error.message;
    throw error;
  }
};
