import type { Crc32 } from "./inflate-port.ts";
import { crc32 } from "./zip/zip-crc32.ts";

/** Size of a PNG image in pixels. */
export interface PngSize {
  readonly width: number;
  readonly height: number;
}

/** A chunk of a PNG image (PNG third edition, section 5.3) whose checksum holds. */
export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

/** The header of a PNG image (section 11.2.1). */
export interface PngHeader extends PngSize {
  /** Bits a sample. */
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and checksum around the data of a chunk. */
const CHUNK_BYTES = 12;
const HEADER_BYTES = 13;
/** Bits a sample by colour type (PNG third edition, table 8). */
const DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

/**
 * The size of a PNG image, or null when the bytes are no whole one: chunks back to back with their checksums, a header that makes
 * sense, image data, and nothing behind the end. Pixels are not decoded: `decodePng` does.
 */
export function readPngSize(bytes: Uint8Array): PngSize | null {
  const chunks = readPngChunks(bytes);
  if (chunks === null || !chunks.some(({ type }) => type === "IDAT")) return null;
  const header = readPngHeader(chunks);
  return header === null ? null : { width: header.width, height: header.height };
}

/** Bytes from the beginning of a PNG image to the end of its header. */
export const PNG_HEAD_BYTES = SIGNATURE.length + CHUNK_BYTES + HEADER_BYTES;

/**
 * The size that the header says, of at least the first {@link PNG_HEAD_BYTES} of an image; null when that is none. Nothing behind
 * it is looked at, so this is for images that were checked before.
 */
export function peekPngSize(head: Uint8Array): PngSize | null {
  if (head.length < PNG_HEAD_BYTES || SIGNATURE.some((byte, index) => head[index] !== byte)) return null;
  const data = head.subarray(SIGNATURE.length, PNG_HEAD_BYTES);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const type = String.fromCharCode(...data.subarray(4, 8));
  if (view.getUint32(0) !== HEADER_BYTES || crc32(data.subarray(4, -4)) !== view.getUint32(data.length - 4))
    return null;
  const header = readPngHeader([{ type, data: data.subarray(8, -4) }]);
  return header === null ? null : { width: header.width, height: header.height };
}

/** The chunks before the end of the image, or null when they do not end where the bytes do. */
export function readPngChunks(bytes: Uint8Array, checksum: Crc32 = crc32): readonly PngChunk[] | null {
  if (SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE.length; at + CHUNK_BYTES <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + CHUNK_BYTES + length;
    if (end > bytes.length || checksum(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IEND") return length === 0 && end === bytes.length ? chunks : null;
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return null;
}

/** The header, which is the first chunk, or null when it makes no sense. */
export function readPngHeader([first]: readonly PngChunk[]): PngHeader | null {
  if (first?.type !== "IHDR" || first.data.length !== HEADER_BYTES) return null;
  const data = new DataView(first.data.buffer, first.data.byteOffset, HEADER_BYTES);
  const [width, height] = [data.getUint32(0), data.getUint32(4)];
  const [depth = 0, colour = -1, compression, filter, interlace = 2] = [8, 9, 10, 11, 12].map((at) =>
    data.getUint8(at),
  );
  const isKnown = DEPTHS.get(colour)?.includes(depth) === true && compression === 0 && filter === 0;
  if (!isKnown || interlace > 1 || width === 0 || height === 0) return null;
  return { width, height, depth, colour, interlaced: interlace === 1 };
}
