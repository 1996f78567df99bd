import { crc32, deflateRawSync } from "node:zlib";
import { concatBytes } from "../../core/bytes.ts";

/** Fields that stand in both headers of an entry; -1 as a signature or length is the one that is right in its place. */
interface SharedFields {
  readonly signature: number;
  readonly needed: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc32: number;
  readonly packedLength: number;
  readonly length: number;
  readonly nameLength: number;
  readonly extraLength: number;
}

/** A local header: every field can lie, `name` and `extra` are the bytes that stand there. */
export interface LocalHeader extends SharedFields {
  readonly name: string | Uint8Array;
  readonly extra: Uint8Array;
}

/** A record of the central directory, likewise. */
export interface CentralHeader extends LocalHeader {
  readonly madeBy: number;
  readonly commentLength: number;
  readonly comment: Uint8Array;
  readonly disk: number;
  readonly internalAttributes: number;
  readonly externalAttributes: number;
  readonly localOffset: number;
}

/** An end record, likewise. */
interface EndHeader {
  readonly signature: number;
  readonly disk: number;
  readonly directoryDisk: number;
  readonly countOnDisk: number;
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  readonly commentLength: number;
  readonly comment: Uint8Array;
}

/** One entry. Without overrides it is what the strict profile asks, deflated. */
export interface ForgedEntry {
  readonly path: string | Uint8Array;
  readonly data?: string | Uint8Array;
  readonly method?: number;
  /** The packed bytes as they stand, instead of `data` packed by `method`. */
  readonly packed?: Uint8Array;
  /** Overrides in both headers; `local` and `central` win. */
  readonly both?: Partial<LocalHeader>;
  /** Overrides in the local header; null leaves header and data out. */
  readonly local?: Partial<LocalHeader> | null;
  /** Overrides in the central record; null leaves it out; a list makes one record each. */
  readonly central?: Partial<CentralHeader> | null | readonly Partial<CentralHeader>[];
  /** Raw bytes before the local header, after the data, and before the central record. */
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  readonly beforeCentral?: Uint8Array;
}

export interface ForgedZip {
  readonly entries: readonly ForgedEntry[];
  /** Order of the central records by index of the entry; the order of the entries without it. */
  readonly centralOrder?: readonly number[];
  readonly beforeCentral?: Uint8Array;
  readonly afterCentral?: Uint8Array;
  /** Overrides in the end record; null leaves it out. */
  readonly end?: Partial<EndHeader> | null;
  readonly trailing?: Uint8Array;
}

/** Default of signatures and lengths. */
const RIGHT = -1;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const NOTHING = new Uint8Array(0);

/** Writes the archive record by record, as broken as the specification says; counts, sizes and offsets are right unless overridden. */
export function forgeZip(zip: ForgedZip): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let at = 0;
  const push = (bytes: Uint8Array) => {
    parts.push(bytes);
    at += bytes.length;
  };
  const centrals: Uint8Array[][] = [];
  for (const entry of zip.entries) {
    const { header, packed } = describe(entry);
    push(entry.before ?? NOTHING);
    const central = { ...centralDefaults(at), ...header };
    if (entry.local !== null) {
      push(localBytes({ ...header, ...entry.local }));
      push(packed);
    }
    push(entry.after ?? NOTHING);
    const overrides = entry.central === null ? [] : [entry.central ?? {}].flat();
    centrals.push([
      entry.beforeCentral ?? NOTHING,
      ...overrides.map((override) => centralBytes({ ...central, ...override })),
    ]);
  }
  push(zip.beforeCentral ?? NOTHING);
  const offset = at;
  const order = zip.centralOrder ?? centrals.map((_, index) => index);
  for (const index of order) for (const bytes of centrals[index] ?? []) push(bytes);
  // The first part of each is what stands before its records.
  const count = order.reduce((sum, index) => sum + (centrals[index]?.length ?? 1) - 1, 0);
  const size = at - offset;
  push(zip.afterCentral ?? NOTHING);
  if (zip.end !== null) push(endBytes({ ...endDefaults(count, size, offset), ...zip.end }));
  push(zip.trailing ?? NOTHING);
  return concatBytes(parts);
}

/** Text as bytes, for the raw places of a forged archive. */
export function raw(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Integers as little-endian bytes: `[value, bytes]` each. */
export function littleEndian(
  ...fields: readonly (readonly [value: number, bytes: 2 | 4 | 8])[]
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [value, length] of fields) {
    for (let index = 0; index < length; index += 1) bytes[at + index] = Math.floor(value / 2 ** (8 * index)) & 0xff;
    at += length;
  }
  return bytes;
}

function describe(entry: ForgedEntry): { readonly header: LocalHeader; readonly packed: Uint8Array } {
  const data = toBytes(entry.data ?? "");
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data);
  const header: LocalHeader = {
    signature: RIGHT,
    needed: 20,
    flags: 0,
    method,
    time: 0,
    date: 0x21,
    crc32: crc32(data),
    packedLength: packed.length,
    length: data.length,
    nameLength: RIGHT,
    extraLength: RIGHT,
    name: entry.path,
    extra: NOTHING,
  };
  return { header: { ...header, ...entry.both }, packed };
}

function centralDefaults(
  localOffset: number,
): Pick<
  CentralHeader,
  "madeBy" | "commentLength" | "comment" | "disk" | "internalAttributes" | "externalAttributes" | "localOffset"
> {
  return {
    madeBy: 0x0314,
    commentLength: RIGHT,
    comment: NOTHING,
    disk: 0,
    internalAttributes: 0,
    externalAttributes: 0x81a40000,
    localOffset,
  };
}

function endDefaults(count: number, size: number, offset: number): EndHeader {
  return {
    signature: RIGHT,
    disk: 0,
    directoryDisk: 0,
    countOnDisk: count,
    count,
    size,
    offset,
    commentLength: RIGHT,
    comment: NOTHING,
  };
}

function localBytes(header: LocalHeader): Uint8Array {
  return concatBytes([
    littleEndian([orRight(header.signature, LOCAL), 4], ...sharedFields(header)),
    toBytes(header.name),
    header.extra,
  ]);
}

function centralBytes(header: CentralHeader): Uint8Array {
  const fixed = littleEndian(
    [orRight(header.signature, CENTRAL), 4],
    [header.madeBy, 2],
    ...sharedFields(header),
    [orRight(header.commentLength, header.comment.length), 2],
    [header.disk, 2],
    [header.internalAttributes, 2],
    [header.externalAttributes, 4],
    [header.localOffset, 4],
  );
  return concatBytes([fixed, toBytes(header.name), header.extra, header.comment]);
}

function sharedFields(header: LocalHeader): readonly (readonly [number, 2 | 4])[] {
  return [
    [header.needed, 2],
    [header.flags, 2],
    [header.method, 2],
    [header.time, 2],
    [header.date, 2],
    [header.crc32, 4],
    [header.packedLength, 4],
    [header.length, 4],
    [orRight(header.nameLength, toBytes(header.name).length), 2],
    [orRight(header.extraLength, header.extra.length), 2],
  ];
}

function endBytes(end: EndHeader): Uint8Array {
  const fixed = littleEndian(
    [orRight(end.signature, END), 4],
    [end.disk, 2],
    [end.directoryDisk, 2],
    [end.countOnDisk, 2],
    [end.count, 2],
    [end.size, 4],
    [end.offset, 4],
    [orRight(end.commentLength, end.comment.length), 2],
  );
  return concatBytes([fixed, end.comment]);
}

function orRight(value: number, right: number): number {
  return value === RIGHT ? right : value;
}

function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? raw(value) : value;
}
