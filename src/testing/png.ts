import { deflateSync } from "node:zlib";

import { concatBytes } from "../core/bytes.ts";
import { nodeCrc32 } from "../node/inflate.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

type Colour = readonly [red: number, green: number, blue: number];

/** A square PNG of one colour. */
export function squarePng(size: number, colour?: Colour): Uint8Array {
  return plainPng(size, size, colour);
}

/** A picture of one colour in a size and shape that a listing may have. */
export function screenshotPng(colour?: Colour): Uint8Array {
  return plainPng(360, 720, colour);
}

/** A PNG of one colour: 8-bit RGB, no interlace (PNG third edition, section 11.2.1). */
export function plainPng(width: number, height: number, [red, green, blue]: Colour = [64, 96, 160]): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const row = 1 + 3 * width;
  // Each row begins with its filter, 0 for none.
  const pixels = Uint8Array.from({ length: row * height }, (_, index) => {
    const at = index % row;
    return at === 0 ? 0 : ([red, green, blue][(at - 1) % 3] ?? 0);
  });
  return concatBytes([
    SIGNATURE,
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(pixels)),
    pngChunk("IEND", new Uint8Array()),
  ]);
}

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatBytes([new TextEncoder().encode(type), data]);
  const bytes = new Uint8Array(body.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(body, 4);
  view.setUint32(body.length + 4, nodeCrc32(body));
  return bytes;
}
