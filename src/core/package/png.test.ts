import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { peekPngSize, PNG_HEAD_BYTES, readPngSize } from "./png.ts";
import { concatBytes } from "../bytes.ts";
import { pngChunk, squarePng } from "../../testing/png.ts";

const png = squarePng(32);
const SIGNATURE = png.slice(0, 8);
const IDAT = pngChunk("IDAT", Uint8Array.of(0x78, 0x9c, 3, 0, 0, 0, 0, 1));
const IEND = pngChunk("IEND", new Uint8Array());
const header = (...bytes: readonly number[]): Uint8Array => pngChunk("IHDR", Uint8Array.from(bytes));
const image = (...chunks: readonly Uint8Array[]): Uint8Array => concatBytes([SIGNATURE, ...chunks]);
const HEADER_8_BIT = header(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0);

test.for([
  [1, 1],
  [128, 128],
  [300, 2],
] as const)("reads the size of an image of %d x %d pixels", ([width, height]) => {
  const size = [0, 0, width >> 8, width & 0xff, 0, 0, 0, height];
  expect(readPngSize(image(header(...size, 8, 2, 0, 0, 0), IDAT, IEND))).toEqual({ width, height });
  expect(readPngSize(squarePng(height))).toEqual({ width: height, height });
});

test("reads an image that other programs made", () => {
  const icon = readFileSync(new URL("../../system-apps/notes/icons/icon-64.png", import.meta.url));
  expect(readPngSize(icon)).toEqual({ width: 64, height: 64 });
});

test("reads an image in the middle of other bytes", () => {
  const around = concatBytes([Uint8Array.of(1, 2, 3), png, Uint8Array.of(4)]);
  expect(readPngSize(around.subarray(3, -1))).toEqual({ width: 32, height: 32 });
});

test("keeps chunks it does not know", () => {
  expect(readPngSize(image(HEADER_8_BIT, pngChunk("tEXt", new Uint8Array(9)), IDAT, IEND))).not.toBeNull();
});

describe("peeks at the size of an image", () => {
  test("by its head alone", () => {
    expect(peekPngSize(png.subarray(0, PNG_HEAD_BYTES))).toEqual({ width: 32, height: 32 });
    expect(peekPngSize(png)).toEqual(readPngSize(png));
  });

  test("that has one", () => {
    expect(peekPngSize(png.subarray(0, PNG_HEAD_BYTES - 1))).toBeNull();
    expect(peekPngSize(new Uint8Array(PNG_HEAD_BYTES))).toBeNull();
    for (let at = 0; at < PNG_HEAD_BYTES; at += 1) {
      const changed = png.slice(0, PNG_HEAD_BYTES);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(peekPngSize(changed)).toBeNull();
    }
  });
});

describe("refuses", () => {
  test.for<[string, Uint8Array]>([
    ["no bytes", new Uint8Array()],
    ["a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ["the signature alone", SIGNATURE],
    ["an image that was cut", png.slice(0, -1)],
    ["an image without its end", image(HEADER_8_BIT, IDAT)],
    ["bytes behind the end", concatBytes([png, Uint8Array.of(0)])],
    ["an end with data", image(HEADER_8_BIT, IDAT, pngChunk("IEND", Uint8Array.of(0)))],
    ["no image data", image(HEADER_8_BIT, IEND)],
    ["a header that is not first", image(IDAT, HEADER_8_BIT, IEND)],
    ["a short header", image(header(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0), IDAT, IEND)],
    ["no width", image(header(0, 0, 0, 0, 0, 0, 0, 1, 8, 2, 0, 0, 0), IDAT, IEND)],
    ["a colour type that is none", image(header(0, 0, 0, 1, 0, 0, 0, 1, 8, 5, 0, 0, 0), IDAT, IEND)],
    ["a depth the colour type has not", image(header(0, 0, 0, 1, 0, 0, 0, 1, 4, 2, 0, 0, 0), IDAT, IEND)],
    ["an unknown interlace", image(header(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 2), IDAT, IEND)],
    [
      "a chunk longer than the file",
      image(HEADER_8_BIT, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0)),
    ],
  ])("%s", ([, bytes]) => {
    expect(readPngSize(bytes)).toBeNull();
  });

  test("an image with any byte changed", () => {
    for (let at = 0; at < png.length; at += 1) {
      const changed = png.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(readPngSize(changed)).toBeNull();
    }
  });
});
