import type { R2Bucket } from "@cloudflare/workers-types";

import type { CrashRow, EventRow } from "../ports.ts";

/** Folders of the bucket, and what a line of their objects is. */
export interface Lines {
  readonly events: EventRow & { readonly day: string };
  readonly crashes: CrashRow & { readonly day: string };
}

export type Kind = keyof Lines;

/** Tries to change an object that others change at the same time. */
const TRIES = 8;

/** Where rows are that came in the same hour: `events/<storage day>/<hour, UTC>/<name>.ndjson.gz`. */
export function objectKey(kind: Kind, day: string, receivedMs: number, name: string): string {
  return `${kind}/${day}/${new Date(receivedMs).toISOString().slice(0, 13)}/${name}.ndjson.gz`;
}

/** Whether an object holds events or crashes. */
export function kindOf(key: string): Kind {
  return key.startsWith("crashes/") ? "crashes" : "events";
}

/** The rows of an object; none when it is not there. */
export async function readRows<K extends Kind>(
  bucket: Pick<R2Bucket, "get">,
  key: string,
): Promise<readonly Lines[K][]> {
  const object = await bucket.get(key);
  return object === null ? [] : unpackRows<Lines[K]>(await object.arrayBuffer());
}

/**
 * Writes an object that nobody has written yet.
 *
 * @throws Error when its key is taken
 */
export async function writeRows(
  bucket: Pick<R2Bucket, "put">,
  key: string,
  rows: readonly Lines[Kind][],
): Promise<void> {
  const written = await bucket.put(key, await packRows(rows), { onlyIf: { etagDoesNotMatch: "*" } });
  if (written === null) throw new Error(`${key} is taken: somebody deleted rows of it before it was written`);
}

/**
 * Takes rows out of an object. An object that is not there yet is taken by an empty one, so that nobody writes it any more; one that is
 * left empty stays, for R2 deletes without looking at what others did meanwhile.
 *
 * @returns what was taken out
 * @throws Error when others changed it again and again
 */
export async function removeRows(
  bucket: Pick<R2Bucket, "get" | "put">,
  key: string,
  isMeant: (row: Lines[Kind]) => boolean,
): Promise<readonly Lines[Kind][]> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const object = await bucket.get(key);
    const rows = object === null ? [] : await unpackRows<Lines[Kind]>(await object.arrayBuffer());
    const removed = rows.filter(isMeant);
    if (object !== null && removed.length === 0) return removed;
    const kept = await packRows(rows.filter((row) => !isMeant(row)));
    const onlyIf = object === null ? { etagDoesNotMatch: "*" } : { etagMatches: object.etag };
    if ((await bucket.put(key, kept, { onlyIf })) !== null) return removed;
  }
  throw new Error(`${key} was changed by others ${TRIES} times while rows were taken out of it`);
}

function packRows(rows: readonly object[]): Promise<ArrayBuffer> {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return new Response(new Blob([lines]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}

async function unpackRows<Row>(packed: ArrayBuffer): Promise<readonly Row[]> {
  const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Row);
}
