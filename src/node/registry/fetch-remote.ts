import { FetchError, fetchFile } from "../fetch-file.ts";
import { limits } from "../../core/limits.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { type RemoteFile, urlProblem } from "../../core/review/fetched.ts";

/** Loads a file that a registry names; a string says why it cannot be had. */
export type FetchRemote = (file: RemoteFile) => Promise<Uint8Array | string>;

/**
 * Loads from the network what the policy of a registry lets us ask for, redirects included. Trouble with one file is said, not
 * thrown, because the others go on.
 */
export function fetchRemote(policy: RegistryConfig["policy"]): FetchRemote {
  const maxBytes = Math.min(policy.max_package_bytes, limits.package.packedBytes);
  return async ({ url, length }) => {
    const problem = urlProblem(url, policy);
    if (problem !== null) return `the address ${problem}`;
    // A document says itself how long its file is.
    if (length > maxBytes) return `it has ${length} bytes, and the registry takes at most ${maxBytes}`;
    try {
      const bytes = await fetchFile(url, { maxBytes: length, redirectProblem: (next) => urlProblem(next, policy) });
      return bytes ?? "the server gives no such file";
    } catch (error) {
      if (error instanceof FetchError) return error.message;
      throw error;
    }
  };
}
