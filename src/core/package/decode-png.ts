import type { Crc32, Inflate } from "./inflate-port.ts";
import { InflateError } from "./inflate-port.ts";
import { type PngChunk, type PngHeader, type PngSize, readPngChunks, readPngHeader } from "./png.ts";
import { concatBytes } from "../bytes.ts";
import { limits } from "../limits.ts";

/** What decoding an image needs of its host. */
export interface ImagePorts {
  readonly inflate: Inflate;
  readonly crc32?: Crc32;
}

/** `problem` is the end of a sentence that begins with the image. */
export type DecodedPng = ({ readonly ok: true } & PngSize) | { readonly ok: false; readonly problem: string };

/** Samples a pixel by colour type (PNG third edition, table 8). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** First column, first row and steps of the seven passes of Adam7 (section 8.1). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const ZLIB_HEADER = 2;
const ZLIB_TRAILER = 4;

/**
 * Decodes a PNG image as far as it can be wrong: chunks in their order, palette, and pixels that inflate to exactly the rows the
 * header promises. Gives up before it inflates more than `limits.image` allows.
 */
export function decodePng(bytes: Uint8Array, { inflate, crc32 }: ImagePorts): DecodedPng {
  const refuse = (problem: string): DecodedPng => ({ ok: false, problem });
  const chunks = readPngChunks(bytes, crc32);
  if (chunks === null) return refuse("is no whole PNG image");
  const header = readPngHeader(chunks);
  if (header === null) return refuse("has a header that no PNG image has");
  const { width, height } = header;
  const { side, pixelBytes } = limits.image;
  if (width > side || height > side) return refuse(`is ${width} x ${height} pixels, more than ${side} a side`);
  const rows = rowLengths(header);
  const length = rows.reduce((sum, row) => sum + row, 0);
  if (length > pixelBytes) return refuse(`has ${length} bytes of pixels, more than ${pixelBytes}`);
  const disorder = chunkProblem(chunks, header);
  if (disorder !== null) return refuse(disorder);
  const stream = concatBytes(chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
  const problem = pixelProblem(stream, rows, length, inflate);
  return problem === null ? { ok: true, width, height } : refuse(problem);
}

/** Critical chunks are known, once, and in the order of section 5.6; the palette fits. */
function chunkProblem(chunks: readonly PngChunk[], { colour, depth }: PngHeader): string | null {
  const types = chunks.map(({ type }) => type);
  const strange = types.find((type) => !/^[A-Za-z]{4}$/.test(type) || (/^[A-Z]/.test(type) && !CRITICAL.has(type)));
  if (strange !== undefined) return `has a chunk ${JSON.stringify(strange)} that no reader knows`;
  const [first, last] = [types.indexOf("IDAT"), types.lastIndexOf("IDAT")];
  if (first < 0) return "has no pixels";
  if (types.slice(first, last + 1).some((type) => type !== "IDAT")) return "has other chunks between its pixels";
  if (types.lastIndexOf("IHDR") > 0) return "has two headers";
  const palettes = chunks.filter(({ type }) => type === "PLTE");
  const [palette] = palettes;
  if (palette === undefined) return colour === 3 ? "has no palette" : null;
  const isWrong = palettes.length > 1 || colour === 0 || colour === 4 || types.indexOf("PLTE") > first;
  const entries = palette.data.length / 3;
  const most = colour === 3 ? 2 ** depth : 256;
  return isWrong || entries < 1 || !Number.isInteger(entries) || entries > most ? "has a palette that is wrong" : null;
}

const CRITICAL: ReadonlySet<string> = new Set(["IHDR", "PLTE", "IDAT"]);

/** Bytes of every row in the order of the stream, each with its filter byte. */
function rowLengths({ width, height, depth, colour, interlaced }: PngHeader): readonly number[] {
  const bits = depth * (SAMPLES[colour] ?? 0);
  const passes = interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  return passes.flatMap(([left, top, right, down]) => {
    const columns = Math.max(0, Math.ceil((width - left) / right));
    const rows = Math.max(0, Math.ceil((height - top) / down));
    return columns === 0 ? [] : Array.from({ length: rows }, () => 1 + Math.ceil((columns * bits) / 8));
  });
}

/** The zlib stream (RFC 1950) is one whole one, of exactly the rows, and each row names a filter there is. */
function pixelProblem(stream: Uint8Array, rows: readonly number[], length: number, inflate: Inflate): string | null {
  const [method = 0, flags = 0] = stream;
  const isZlib = (method & 15) === 8 && method >> 4 <= 7 && (flags & 32) === 0 && ((method << 8) | flags) % 31 === 0;
  if (!isZlib || stream.length < ZLIB_HEADER + ZLIB_TRAILER) return "has pixels in no zlib stream";
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  try {
    const { bytes, consumed } = inflate(stream.subarray(ZLIB_HEADER), length);
    if (bytes.length !== length) return `has ${bytes.length} bytes of pixels, not ${length}`;
    if (ZLIB_HEADER + consumed + ZLIB_TRAILER !== stream.length) return "has bytes behind its pixels";
    if (adler32(bytes) !== view.getUint32(stream.length - ZLIB_TRAILER)) return "has pixels with a wrong checksum";
    return filterProblem(bytes, rows);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    return error.code === "too-large" ? `has more than ${length} bytes of pixels` : "has pixels that do not inflate";
  }
}

function filterProblem(pixels: Uint8Array, rows: readonly number[]): string | null {
  let at = 0;
  for (const row of rows) {
    if ((pixels[at] ?? 0) > 4) return "has a row with a filter that no reader knows";
    at += row;
  }
  return null;
}

/** Bytes that can be summed before the sums need to be reduced (zlib's NMAX). */
const ADLER_RUN = 5552;
const ADLER_BASE = 65_521;

/** Checksum of RFC 1950, section 8, as an unsigned integer. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const end = Math.min(from + ADLER_RUN, bytes.length);
    for (let at = from; at < end; at += 1) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= ADLER_BASE;
    b %= ADLER_BASE;
  }
  return b * 65_536 + a;
}
