import { TrustError } from "./trust-error.ts";
import type { CryptoPort } from "../crypto.ts";

/** What the client of a published tree needs from its host. */
export interface TrustPorts {
  /**
   * Loads a file of the published tree, such as `tuf/timestamp.json`. Resolves to null where the store says there is none
   * (404, or 403 of a bucket that hides its listing). Never reads more than `maxBytes`: a longer file rejects with a TrustError
   * `too-large`. Any other rejection counts as `unreachable`.
   */
  fetch(path: string, maxBytes: number): Promise<Uint8Array | null>;
  readonly crypto: CryptoPort;
}

/**
 * A file of the published tree, or null where there is none.
 *
 * @throws TrustError `unreachable` or `too-large`
 */
export async function fetchFile(
  ports: Pick<TrustPorts, "fetch">,
  file: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  let bytes: Uint8Array | null;
  try {
    bytes = await ports.fetch(file, maxBytes);
  } catch (cause) {
    if (cause instanceof TrustError) throw cause;
    throw new TrustError("unreachable", file, "The store did not deliver it.", { cause });
  }
  if (bytes !== null && bytes.length > maxBytes) {
    throw new TrustError("too-large", file, `It has more than the ${maxBytes} bytes announced or allowed.`);
  }
  return bytes;
}

/**
 * A file that must be there.
 *
 * @throws TrustError as {@link fetchFile}, and `missing`
 */
export async function fetchNeeded(
  ports: Pick<TrustPorts, "fetch">,
  file: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const bytes = await fetchFile(ports, file, maxBytes);
  if (bytes === null) throw new TrustError("missing", file, "The store does not have it.");
  return bytes;
}
