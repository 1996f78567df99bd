import { DeviceError } from "../device-error.ts";
import type { Device } from "../device.ts";
import { openPartial, type PartialFile } from "./partial-file.ts";
import type { StoreFile } from "../../core/index/app-document.ts";
import type { ByteSource } from "../../core/package/byte-source.ts";
import { FetchError } from "../../node/fetch-file.ts";
import type { HttpFetcher } from "../../node/http-fetch.ts";

/** Connections that may break in one go, each after it brought something. */
const BREAKS = 3;

/** A file that came whole, and is what was announced. */
export interface FetchedFile {
  readonly source: ByteSource;
  /** Removes it from the disk. */
  release(): Promise<void>;
}

/**
 * Loads a file of a store into one in `staging`, where what came is kept when the connection breaks or the process dies: the
 * next attempt asks for the rest. What is not what was announced is not kept; the rest is, until `release`.
 *
 * @throws DeviceError
 */
export async function fetchResumable(
  { layout, ports: { disk } }: Device,
  rest: HttpFetcher["rest"],
  file: StoreFile,
): Promise<FetchedFile> {
  const path = layout.partial(file.sha256);
  try {
    const partial = await openPartial(disk, path, file.length);
    await fill(partial, rest, file);
    requireAnnounced(partial, file);
    return { source: await disk.source(path), release: () => disk.remove(path) };
  } catch (error) {
    const mayGoOn = error instanceof DeviceError && error.code === "unreachable";
    if (!mayGoOn) await disk.remove(path).catch(() => undefined);
    throw error;
  }
}

async function fill(partial: PartialFile, rest: HttpFetcher["rest"], file: StoreFile): Promise<void> {
  for (let breaks = 0; partial.length < file.length; breaks += 1) {
    const before = partial.length;
    try {
      const isThere = await rest(file.path, partial, { from: before, maxBytes: file.length });
      await partial.flush();
      if (!isThere) throw new DeviceError("missing", `${file.path}: The store does not have it.`);
      return;
    } catch (cause) {
      if (!(cause instanceof FetchError)) throw cause;
      await partial.flush();
      const code = cause.code === "too-large" ? "too-large" : "unreachable";
      const isWorthIt = cause.code === "unreachable" && partial.length > before && breaks < BREAKS;
      if (!isWorthIt) throw new DeviceError(code, `${file.path}: ${cause.message}`, { cause });
    }
  }
}

function requireAnnounced(partial: PartialFile, { path, length, sha256 }: StoreFile): void {
  if (partial.length !== length) {
    throw new DeviceError("hash-mismatch", `${path}: It has ${partial.length} bytes, not ${length}.`);
  }
  const found = partial.digest();
  if (found !== sha256) throw new DeviceError("hash-mismatch", `${path}: Its SHA-256 is ${found}, not ${sha256}.`);
}
