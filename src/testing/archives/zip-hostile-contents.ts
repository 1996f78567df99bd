import { deflateRawSync, deflateSync } from "node:zlib";
import { concatBytes } from "../../core/bytes.ts";
import { forgeZip, raw } from "./zip-forge.ts";
import { bytes, entry, type HostileZip, MANIFEST, MIB, SCRIPT } from "./zip-hostile-kit.ts";
import { quineZip } from "./zip-quine.ts";

const SCRIPT_BYTES = SCRIPT.data?.length ?? 0;

/** Data that are not what the record says. */
export const hostileContents: readonly HostileZip[] = [
  entry("a stored entry with two sizes", "zip/size", { method: 0, both: { length: 1 } }),
  entry("a size too small", "zip/size", { both: { length: 10 } }),
  entry("a size too large", "zip/size", { both: { length: 4000 } }),
  entry("a size of none", "zip/size", { both: { length: 0 } }),
  entry("a false CRC of deflated data", "zip/crc", { both: { crc32: 1 } }),
  entry("a false CRC of stored data", "zip/crc", { method: 0, both: { crc32: 1 } }),
  entry("a deflate stream of nothing", "zip/deflate-corrupt", { packed: new Uint8Array(0) }),
  entry("a deflate stream of noise", "zip/deflate-corrupt", { packed: Uint8Array.of(0xff, 0xff, 0xff, 0xff) }),
  entry("half a deflate stream", "zip/deflate-corrupt", { packed: deflateRawSync(raw("hello, world")).subarray(0, 6) }),
  entry("a deflate stream without an end", "zip/deflate-corrupt", { packed: Uint8Array.of(0, 1, 0, 0xfe, 0xff, 0x61) }),
  entry("a deflate stream that reaches back before its beginning", "zip/deflate-corrupt", {
    // A block with fixed codes: the first match is of 3 bytes, 1 byte back, where nothing is.
    packed: Uint8Array.of(0x03, 0x02, 0x00),
  }),
  entry("a deflate block of the reserved kind", "zip/deflate-corrupt", { packed: Uint8Array.of(0x07) }),
  entry("a stored block whose length is not confirmed", "zip/deflate-corrupt", {
    packed: Uint8Array.of(1, 1, 0, 0, 0, 0x61),
  }),
  entry("stored data that are said to be deflated", "zip/deflate-corrupt", {
    data: "print(1)\n",
    packed: raw("print(1)\n"),
  }),
  entry("deflated data that are said to be stored", "zip/size", {
    method: 0,
    packed: deflateRawSync(raw("print('hello')\n".repeat(20))),
  }),
  entry("a size one too small", "zip/size", { both: { length: SCRIPT_BYTES - 1 } }),
  entry("a size one too large", "zip/size", { both: { length: SCRIPT_BYTES + 1 } }),
  entry("a zlib stream", "zip/deflate-corrupt", { packed: deflateSync(raw("hello")) }),
  entry("a byte after the deflate stream", "zip/deflate-trailing", {
    data: "a",
    packed: Uint8Array.of(...deflateRawSync(raw("a")), 0),
  }),
  entry("a second deflate stream", "zip/deflate-trailing", {
    data: "a",
    packed: concatBytes([deflateRawSync(raw("a")), deflateRawSync(raw("b"))]),
  }),
  bytes("a bomb of 2 MiB", "zip/ratio", () =>
    forgeZip({ entries: [MANIFEST, { path: "bomb", data: new Uint8Array(2 * MIB) }] }),
  ),
  bytes("a bomb that claims to be small", "zip/size", () =>
    forgeZip({ entries: [MANIFEST, { path: "bomb", data: new Uint8Array(2 * MIB), both: { length: 1000 } }] }),
  ),
  bytes("three entries that claim 70 MiB each", "zip/inflated-too-large", () =>
    forgeZip({
      entries: [
        MANIFEST,
        ...["a", "b", "c"].map((path) => ({ path, packed: new Uint8Array(MIB), both: { length: 70 * MIB } })),
      ],
    }),
  ),
  bytes("201 entries of 1 MiB, each small enough by itself", "zip/inflated-too-large", () => {
    const packed = deflateRawSync(new Uint8Array(MIB));
    const many = Array.from({ length: 201 }, (_, index) => ({
      path: `f${String(index).padStart(3, "0")}`,
      packed,
      both: { length: MIB },
    }));
    return forgeZip({ entries: [MANIFEST, ...many] });
  }),
  bytes("a stored bomb of 2 MiB in one byte", "zip/size", () =>
    forgeZip({ entries: [MANIFEST, { path: "bomb", data: "a", method: 0, both: { length: 2 * MIB } }] }),
  ),
  bytes("an archive that inflates to itself", "zip/first-entry", () => quineZip([], "zip-files-all-the-way-down.zip")),
  entry("a claim of 4 GiB", "zip/inflated-too-large zip/ratio", { both: { length: 0xfffffffe } }),
];
