import { ByteCursor } from "./byte-cursor.ts";
import { DeltaFault } from "./delta-fault.ts";
import {
  type Copy,
  type Delta,
  type DeltaFile,
  freshBytes,
  KEY_ID_BYTES,
  MAGIC,
  type OlderList,
  SIGNATURE_BYTES,
} from "./delta-format.ts";
import { equalBytes, toHex } from "../bytes.ts";
import { echo } from "../findings/finding.ts";
import type { Signature } from "../json/signed-document.ts";
import { limits } from "../limits.ts";

/** A file as the plan of a delta has it; its stream comes after the plan. */
type PlannedFile = Omit<DeltaFile, "packed"> & { readonly packedLength: number };

/**
 * Reads a delta whole and strictly; nothing of it is inflated, and no copy leads out of its base.
 *
 * @throws DeltaFault
 */
export function readDelta(bytes: Uint8Array, older: OlderList): Delta {
  const cursor = new ByteCursor(bytes);
  if (!equalBytes(cursor.take(Math.min(MAGIC.length, bytes.length), "its mark"), MAGIC)) {
    throw new DeltaFault("delta/mark", { message: "This is no delta.", expected: `${toHex(MAGIC)} at its beginning` });
  }
  const signatures = readSignatures(cursor, older);
  const removed = readRemoved(cursor, older);
  const planned = readFiles(cursor, older, new Set(removed));
  const files = planned.map(({ packedLength, ...file }) => ({
    ...file,
    packed: cursor.take(packedLength, `the stream of ${echo(file.path)}`),
  }));
  if (cursor.left > 0) {
    throw new DeltaFault("delta/trailing", { message: `${cursor.left} bytes follow the last stream.` });
  }
  return { signatures, removed, files };
}

function readSignatures(cursor: ByteCursor, { keyids }: OlderList): readonly Signature[] {
  const count = cursor.number("the count of signatures");
  bound(count, limits.delta.signatures, "signatures");
  const signatures: Signature[] = [];
  for (let index = 0; index < count; index += 1) {
    const signer = cursor.number("a signer");
    const keyid = signer === 0 ? toHex(cursor.take(KEY_ID_BYTES, "a key id")) : itemAt(keyids, signer - 1, "signer");
    if (signer === 0 && keyids.includes(keyid)) outOfOrder(`The older version has the signer ${keyid}.`, "its place");
    if (keyid <= (signatures.at(-1)?.keyid ?? "")) {
      outOfOrder(`The signer ${keyid} is out of order.`, "each key once, sorted");
    }
    signatures.push({ keyid, sig: toHex(cursor.take(SIGNATURE_BYTES, "a signature")) });
  }
  return signatures;
}

function readRemoved(cursor: ByteCursor, { files }: OlderList): readonly number[] {
  const count = cursor.number("the count of removed files");
  bound(count, files.length, "removed files");
  const removed: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const place = (removed.at(-1) ?? -1) + 1 + cursor.number("a removed file");
    itemAt(files, place, "file");
    removed.push(place);
  }
  return removed;
}

function readFiles(cursor: ByteCursor, older: OlderList, removed: ReadonlySet<number>): readonly PlannedFile[] {
  const count = cursor.number("the count of files");
  bound(count, limits.package.entries, "files");
  const known = new Set(older.files.map(({ path }) => path));
  const files: PlannedFile[] = [];
  let copiesSoFar = 0;
  for (let index = 0; index < count; index += 1) {
    const { path, base } = readName(cursor, older, removed, known);
    const previous = files.at(-1);
    if (previous !== undefined && path <= previous.path) {
      outOfOrder(`${echo(path)} follows ${echo(previous.path)}.`, "each path once, sorted bytewise");
    }
    const copyCount = cursor.number("the count of copies");
    copiesSoFar += copyCount;
    bound(copiesSoFar, limits.delta.copies, "copies");
    const { copies, end } = readCopies(cursor, copyCount, path, base === null ? 0 : (older.files[base]?.length ?? 0));
    const length = end + cursor.number("the bytes at the end of a file");
    bound(length, limits.package.inflatedBytes, `bytes of ${echo(path)}`);
    const isAllCopied = freshBytes({ length, copies }) === 0;
    files.push({ path, base, copies, length, packedLength: isAllCopied ? 0 : cursor.number("the length of a stream") });
  }
  return files;
}

/** A place of the older version; or 0, a path that it does not have, and perhaps the place of a base. */
function readName(
  cursor: ByteCursor,
  { files }: OlderList,
  removed: ReadonlySet<number>,
  known: ReadonlySet<string>,
): Pick<DeltaFile, "path" | "base"> {
  const place = cursor.number("a file") - 1;
  if (place >= 0) {
    const { path } = itemAt(files, place, "file");
    if (removed.has(place)) outOfOrder(`${echo(path)} is both removed and changed.`, "one of both");
    return { path, base: place };
  }
  const bytes = cursor.take(cursor.number("the length of a path"), "a path");
  // What is not ASCII stays so, and the profile of paths refuses it.
  const path = String.fromCharCode(...bytes.subarray(0, limits.package.pathBytes + 1));
  if (known.has(path)) outOfOrder(`The older version has ${echo(path)}.`, "its place");
  const base = cursor.number("a base") - 1;
  if (base < 0) return { path, base: null };
  itemAt(files, base, "file");
  return { path, base };
}

function readCopies(
  cursor: ByteCursor,
  count: number,
  path: string,
  baseLength: number,
): { readonly copies: readonly Copy[]; readonly end: number } {
  const copies: Copy[] = [];
  let end = 0;
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    end += cursor.number("the bytes before a copy");
    const step = cursor.number("the step of a copy");
    from += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const length = cursor.number("the length of a copy");
    if (length === 0 || from < 0 || from + length > baseLength) {
      const message = `${echo(path)} copies ${length} bytes from byte ${from} of its base on.`;
      throw new DeltaFault("delta/base", { message, expected: `at least 1 byte of the ${baseLength} there are` });
    }
    copies.push({ at: end, from, length });
    end += length;
    from += length;
  }
  return { copies, end };
}

function itemAt<Item>(list: readonly Item[], place: number, what: string): Item {
  const found = list[place];
  if (found !== undefined) return found;
  const message = `The delta refers to ${what} ${place + 1} of the older version.`;
  throw new DeltaFault("delta/base", { message, expected: `at most ${list.length}` });
}

function bound(count: number, most: number, what: string): void {
  if (count > most)
    throw new DeltaFault("delta/limit", { message: `There are ${count} ${what}.`, expected: `at most ${most}` });
}

function outOfOrder(message: string, expected: string): never {
  throw new DeltaFault("delta/order", { message, expected });
}
