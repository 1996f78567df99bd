import { FetchError, fetchFile } from "../fetch-file.ts";
import { limits } from "../../core/limits.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { type RemoteFile, urlProblem } from "../../core/review/fetched.ts";

/** Loads a file that a registry names; a string says why it cannot be had. */
export type FetchRemote = (file: RemoteFile) => Promise<Uint8Array | string>;

/** Says of a file that there was no time left to ask for it. */
export const NOT_TRIED = "it was not asked for: other files took all the time there was";

/** How long hosts may keep a job, so that none of them keeps it from everything else. */
export interface FetchTime {
  /** Milliseconds for one file. */
  readonly fileMs: number;
  /** Milliseconds for all files, from the first one on. What was not asked for by then is not. */
  readonly allMs: number;
}

/**
 * Loads from the network what the policy of a registry lets us ask for, redirects included. Trouble with one file is said, not
 * thrown, because the others go on.
 */
export function fetchRemote(policy: RegistryConfig["policy"], time: FetchTime | null = null): FetchRemote {
  const maxBytes = Math.min(policy.max_package_bytes, limits.package.packedBytes);
  let end: number | null = null;
  return async ({ url, length }) => {
    const problem = urlProblem(url, policy);
    if (problem !== null) return `the address ${problem}`;
    // A document says itself how long its file is.
    if (length > maxBytes) return `it has ${length} bytes, and the registry takes at most ${maxBytes}`;
    end ??= performance.now() + (time?.allMs ?? Infinity);
    const leftMs = Math.min(time?.fileMs ?? Infinity, end - performance.now());
    if (leftMs <= 0) return NOT_TRIED;
    try {
      const bytes = await fetchFile(url, {
        maxBytes: length,
        ...(leftMs < Infinity && { totalMs: Math.ceil(leftMs) }),
        redirectProblem: (next) => urlProblem(next, policy),
      });
      return bytes ?? "the server gives no such file";
    } catch (error) {
      if (error instanceof FetchError) return error.message;
      throw error;
    }
  };
}
