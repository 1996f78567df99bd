import { once } from "node:events";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import type { LookupFunction } from "node:net";

import { publicLookup } from "../public-address.ts";
import { concatBytes } from "../../core/bytes.ts";
import { limits } from "../../core/limits.ts";

/** Loads the proof of a domain from the address that `proofUrl` gives; a string says why it cannot be had. */
export type FetchProof = (url: string) => Promise<Uint8Array | string>;

/**
 * Loads proofs from the network. Anybody may name a domain, unlike a host of packages: https is asked at public addresses only, and
 * no redirect is followed, because many sites let strangers redirect. Trouble is said, not thrown.
 *
 * @param lookup of names, for https
 */
export function fetchProof(lookup: LookupFunction = publicLookup()): FetchProof {
  return async (url) => {
    const signal = AbortSignal.timeout(limits.domainProof.ms);
    const options = { agent: false, signal, headers: { accept: "application/json" } };
    try {
      const request = url.startsWith("https:") ? getHttps(url, { ...options, lookup }) : getHttp(url, options);
      const answered = once(request, "response");
      // Once it has answered, trouble comes with the body.
      request.on("error", () => undefined);
      const [response] = (await answered) as [IncomingMessage];
      return await bodyOf(response);
    } catch (error) {
      if (signal.aborted) return `it was not there after ${limits.domainProof.ms} ms`;
      return `it cannot be had: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

async function bodyOf(response: IncomingMessage): Promise<Uint8Array | string> {
  const { statusCode = 0, headers } = response;
  if (statusCode !== 200) {
    response.destroy();
    return statusCode >= 300 && statusCode < 400 && headers.location !== undefined
      ? "the server redirects, and redirects are not followed"
      : `the server answered ${statusCode}`;
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > limits.domainProof.bytes) return `it has more than ${limits.domainProof.bytes} bytes`;
    parts.push(part);
  }
  return concatBytes(parts);
}
