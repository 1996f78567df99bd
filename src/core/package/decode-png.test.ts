import { deflateSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodePng } from "./decode-png.ts";
import { concatBytes } from "../bytes.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { pngChunk, squarePng } from "../../testing/png.ts";

const SIGNATURE = squarePng(1).slice(0, 8);
const IEND = pngChunk("IEND", new Uint8Array());
const decode = (bytes: Uint8Array): ReturnType<typeof decodePng> => decodePng(bytes, nodePackagePorts);

/** An image with a header of these values and these chunks between it and the end. */
function image(
  [width, height, depth, colour, interlace]: readonly [number, number, number, number, number],
  ...chunks: readonly Uint8Array[]
): Uint8Array {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([depth, colour, 0, 0, interlace], 8);
  return concatBytes([SIGNATURE, pngChunk("IHDR", header), ...chunks, IEND]);
}

const idat = (raw: Uint8Array): Uint8Array => pngChunk("IDAT", deflateSync(raw));
const GREY = [3, 2, 8, 0, 0] as const;
const ROWS = new Uint8Array(8);

describe("decodes", () => {
  test.for<[string, Uint8Array, number, number]>([
    ["true colour", squarePng(32), 32, 32],
    ["grey", image(GREY, idat(ROWS)), 3, 2],
    ["one bit a pixel", image([9, 2, 1, 0, 0], idat(new Uint8Array(6))), 9, 2],
    ["sixteen bits with alpha", image([1, 1, 16, 6, 0], idat(new Uint8Array(9))), 1, 1],
    ["a palette", image([2, 1, 8, 3, 0], pngChunk("PLTE", new Uint8Array(6)), idat(new Uint8Array(3))), 2, 1],
    ["interlaced pixels", image([1, 1, 8, 0, 1], idat(new Uint8Array(2))), 1, 1],
    ["interlaced pixels in all passes", image([8, 8, 8, 0, 1], idat(new Uint8Array(64 + 15))), 8, 8],
    [
      "pixels in two chunks",
      image(GREY, ...[0, 5].map((at) => pngChunk("IDAT", deflateSync(ROWS).subarray(at, at === 0 ? 5 : undefined)))),
      3,
      2,
    ],
    ["chunks it does not know", image(GREY, pngChunk("tEXt", ROWS), idat(ROWS)), 3, 2],
  ])("%s", ([, bytes, width, height]) => {
    expect(decode(bytes)).toEqual({ ok: true, width, height });
  });
});

describe("refuses an image that", () => {
  const zlib = deflateSync(ROWS);
  test.for<[string, Uint8Array]>([
    ["is no whole PNG image", squarePng(8).slice(0, -1)],
    ["has a header that no PNG image has", image([1, 1, 3, 0, 0], idat(ROWS))],
    ["is 8193 x 1 pixels, more than 8192 a side", image([8193, 1, 8, 0, 0], idat(ROWS))],
    ["has 268443648 bytes of pixels, more than 67108864", image([8192, 8192, 8, 6, 0], idat(ROWS))],
    ["has no pixels", image(GREY, pngChunk("tEXt", ROWS))],
    ['has a chunk "ABCD" that no reader knows', image(GREY, pngChunk("ABCD", ROWS), idat(ROWS))],
    ["has other chunks between its pixels", image(GREY, idat(ROWS), pngChunk("tEXt", ROWS), idat(ROWS))],
    ["has two headers", image(GREY, pngChunk("IHDR", new Uint8Array(13)), idat(ROWS))],
    ["has no palette", image([1, 1, 8, 3, 0], idat(new Uint8Array(2)))],
    ["has a palette that is wrong", image([1, 1, 1, 3, 0], pngChunk("PLTE", new Uint8Array(9)), idat(ROWS))],
    ["has pixels in no zlib stream", image(GREY, pngChunk("IDAT", Uint8Array.of(1, 2, 3, 4, 5, 6, 7)))],
    [
      "has pixels that do not inflate",
      image(GREY, pngChunk("IDAT", Uint8Array.of(0x78, 0x9c, 255, 255, 255, 255, 0, 0))),
    ],
    ["has 7 bytes of pixels, not 8", image(GREY, idat(new Uint8Array(7)))],
    ["has more than 8 bytes of pixels", image(GREY, idat(new Uint8Array(1 << 20)))],
    ["has bytes behind its pixels", image(GREY, pngChunk("IDAT", concatBytes([zlib, ROWS])))],
    [
      "has pixels with a wrong checksum",
      image(GREY, pngChunk("IDAT", concatBytes([zlib.subarray(0, -1), Uint8Array.of(9)]))),
    ],
    ["has a row with a filter that no reader knows", image(GREY, idat(Uint8Array.of(0, 1, 2, 3, 5, 1, 2, 3)))],
  ])("%s", ([problem, bytes]) => {
    expect(decode(bytes)).toEqual({ ok: false, problem });
  });
});

test("never throws, whatever is put between the chunks", () => {
  const chunk = fc
    .tuple(fc.constantFrom("IDAT", "PLTE", "tEXt", "IHDR"), fc.uint8Array({ maxLength: 40 }))
    .map(([type, data]) => pngChunk(type, data));
  const header = fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom(1, 8, 16), fc.constantFrom(0, 2, 3, 6), fc.nat(1));
  fc.assert(
    fc.property(header, fc.array(chunk, { maxLength: 5 }), (values, chunks) => {
      expect(typeof decode(image(values, ...chunks)).ok).toBe("boolean");
    }),
  );
});
