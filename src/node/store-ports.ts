import { nodeCrypto } from "./crypto.ts";
import { FetchError } from "./fetch-file.ts";
import type { HttpFetcher } from "./http-fetch.ts";
import { TrustError } from "../core/trust/trust-error.ts";
import type { TrustPorts } from "../core/trust/trust-ports.ts";

/** What the client of a published tree needs, of a fetcher for its files. */
export function storePorts(fetcher: HttpFetcher): TrustPorts {
  return {
    crypto: nodeCrypto,
    async fetch(path, maxBytes) {
      try {
        return await fetcher(path, maxBytes);
      } catch (cause) {
        if (!(cause instanceof FetchError)) throw cause;
        const code = cause.code === "too-large" ? "too-large" : "unreachable";
        throw new TrustError(code, path, cause.message, { cause });
      }
    },
  };
}
