import { crc32 } from "./zip-crc32.ts";

/** Size of a PNG image in pixels. */
export interface PngSize {
  readonly width: number;
  readonly height: number;
}

interface Chunk {
  readonly type: string;
  readonly data: DataView;
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
 * sense, image data, and nothing behind the end. Pixels are not decoded.
 */
export function readPngSize(bytes: Uint8Array): PngSize | null {
  if (SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  const chunks = readChunks(bytes);
  if (chunks === null || !chunks.some(({ type }) => type === "IDAT")) return null;
  const [header] = chunks;
  return header?.type === "IHDR" ? readHeader(header.data) : null;
}

/** The chunks up to the end of the image, or null when they do not end where the bytes do. */
function readChunks(bytes: Uint8Array): readonly Chunk[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + CHUNK_BYTES <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + CHUNK_BYTES + length;
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IEND") return length === 0 && end === bytes.length ? chunks : null;
    chunks.push({ type, data: new DataView(bytes.buffer, bytes.byteOffset + at + 8, length) });
    at = end;
  }
  return null;
}

function readHeader(data: DataView): PngSize | null {
  if (data.byteLength !== HEADER_BYTES) return null;
  const [width, height] = [data.getUint32(0), data.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => data.getUint8(at));
  const isKnown = DEPTHS.get(colour ?? -1)?.includes(depth ?? 0) === true && compression === 0 && filter === 0;
  return isKnown && (interlace ?? 2) < 2 && width > 0 && height > 0 ? { width, height } : null;
}
