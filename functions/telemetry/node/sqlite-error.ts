import { StoreUnavailableError } from "../ports.ts";

/** Primary result codes of SQLite: BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN. */
const DISK = new Set([5, 6, 8, 10, 13, 14]);
const SYSTEM = new Set(["ENOSPC", "EDQUOT", "EIO", "EMFILE", "EROFS", "EFBIG"]);

/** What went wrong with the disk, or null when it was something else. The same may succeed later. */
export function asUnavailable(error: unknown): StoreUnavailableError | null {
  if (error instanceof StoreUnavailableError) return error;
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as Error & { readonly code?: unknown; readonly errcode?: unknown };
  const isDisk = typeof errcode === "number" ? DISK.has(errcode & 0xff) : typeof code === "string" && SYSTEM.has(code);
  return isDisk ? new StoreUnavailableError(`The disk does not take it: ${error.message}`, { cause: error }) : null;
}
