import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../core/bytes.ts";
import { crc32 } from "../core/package/zip/zip-crc32.ts";
import { nodeCrc32, nodeDeflate, nodeInflate } from "./inflate.ts";

const MIB = 1 << 20;
const text = new TextEncoder().encode("hello, world. ".repeat(100));
const packed = nodeDeflate(text);

/** Bytes that deflate well, badly, or partly. */
const data = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 400 })), { maxLength: 12 })
  .map((parts) => concatBytes(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))));

test("gives back what was deflated and counts the bytes of the stream exactly, whatever follows", () => {
  const level = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(data, level, fc.uint8Array({ maxLength: 50 }), fc.nat({ max: 5000 }), (bytes, how, tail, room) => {
      const stream = deflateRawSync(bytes, { level: how });
      const inflated = nodeInflate(concatBytes([stream, tail]), bytes.length + room);
      expect(Buffer.compare(inflated.bytes, bytes)).toBe(0);
      expect(inflated.consumed).toBe(stream.length);
    }),
  );
});

describe("with a dictionary", () => {
  const dictionary = Uint8Array.from({ length: 32_768 }, (_, index) => (index * index) >> 7);
  const repeated = dictionary.slice(100, 20_000);
  const short = nodeDeflate(repeated, dictionary);

  test("a stream repeats what stands in it", () => {
    expect(short.length).toBeLessThan(nodeDeflate(repeated).length / 2);
    const inflated = nodeInflate(concatBytes([short, text]), repeated.length, dictionary);
    expect(Buffer.compare(inflated.bytes, repeated)).toBe(0);
    expect(inflated.consumed).toBe(short.length);
  });

  test("an empty one is none", () => {
    expect(nodeDeflate(text, new Uint8Array())).toEqual(packed);
    expect(nodeInflate(packed, text.length, new Uint8Array()).consumed).toBe(packed.length);
  });

  test("another one gives other bytes, none is corrupt, and the limit holds", () => {
    const other = nodeInflate(short, repeated.length, dictionary.toReversed());
    expect(Buffer.compare(other.bytes, repeated)).not.toBe(0);
    expect(() => nodeInflate(short, repeated.length)).toThrow(expect.objectContaining({ code: "corrupt" }));
    expect(() => nodeInflate(short, repeated.length - 1, dictionary)).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });
});

test.for([MIB - 1, MIB, MIB + 1, 3 * MIB])("inflates %i bytes across the chunks of zlib", (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * index) >> 7);
  const stream = nodeDeflate(bytes);
  const inflated = nodeInflate(concatBytes([stream, text]), length);
  expect(Buffer.compare(inflated.bytes, bytes)).toBe(0);
  expect(inflated.consumed).toBe(stream.length);
});

test.for([0, 1, 63, text.length - 1])("refuses a stream of more than %i bytes", (limit) => {
  expect(() => nodeInflate(packed, limit)).toThrow(
    expect.objectContaining({ name: "InflateError", code: "too-large" }),
  );
});

test("inflates an empty stream within a limit of none", () => {
  expect(nodeInflate(Uint8Array.of(3, 0), 0)).toEqual({ bytes: new Uint8Array(0), consumed: 2 });
});

test("holds little more than the limit of a bomb", () => {
  const bomb = nodeDeflate(new Uint8Array(64 * MIB));
  const before = process.memoryUsage().arrayBuffers;
  expect(() => nodeInflate(bomb, 1000)).toThrow(expect.objectContaining({ code: "too-large" }));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * MIB);
});

test.for([
  ["no bytes", new Uint8Array(0)],
  ["a cut stream", packed.subarray(0, -1)],
  ["a block of no known type", Uint8Array.of(7)],
  ["a distance beyond the start", Uint8Array.of(0x4b, 0x04, 0x12, 0x00)],
])("refuses %s as corrupt", ([, bytes]) => {
  expect(() => nodeInflate(bytes as Uint8Array, 10_000)).toThrow(
    expect.objectContaining({ name: "InflateError", code: "corrupt", cause: expect.any(Error) }),
  );
});

test("keeps no larger buffer than the data it returns", () => {
  const bytes = new Uint8Array(100_000);
  expect(nodeInflate(nodeDeflate(bytes), bytes.length).bytes.buffer.byteLength).toBe(bytes.length + 1);
});

test("lends the CRC-32 of the core", () => {
  expect(nodeCrc32(text)).toBe(crc32(text));
});
