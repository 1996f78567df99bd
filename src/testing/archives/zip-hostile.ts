import { concatBytes } from "../../core/bytes.ts";
import { type CentralHeader, type ForgedEntry, forgeZip, littleEndian, type LocalHeader, raw } from "./zip-forge.ts";
import { hostileContents } from "./zip-hostile-contents.ts";
import { bytes, entry, type HostileZip, MANIFEST, MIB, SCRIPT, SIGNATURE, validZip, zip } from "./zip-hostile-kit.ts";
import { hostilePaths } from "./zip-hostile-paths.ts";

/** Of a local header without its name. */
const LOCAL_BYTES = 30;
const valid = forgeZip(validZip);
const endRecord = valid.subarray(valid.length - 22);
const zip64Locator = littleEndian([0x07064b50, 4], [0, 4], [0, 8], [1, 4]);
const zip64End = littleEndian(
  ...([
    [0x06064b50, 4],
    [44, 8],
    [45, 2],
    [45, 2],
    [0, 4],
    [0, 4],
    [3, 8],
    [3, 8],
    [0, 8],
    [0, 8],
  ] as const),
);

/** Broken as a whole: end record, counts, offsets, records. */
const archives: readonly HostileZip[] = [
  bytes("an empty file", "zip/no-end-record", () => new Uint8Array(0)),
  bytes("a file one byte shorter than an end record", "zip/no-end-record", () => endRecord.subarray(1)),
  bytes("a text file", "zip/no-end-record", () => raw("This is no archive, whatever its name says.")),
  bytes("an archive cut in half", "zip/no-end-record", () => valid.subarray(0, valid.length >> 1)),
  bytes("an archive without its last byte", "zip/no-end-record", () => valid.subarray(0, -1)),
  zip("no end record", "zip/no-end-record", { ...validZip, end: null }),
  zip("an end record with another signature", "zip/no-end-record", { ...validZip, end: { signature: 0x06054b51 } }),
  zip("only an end record", "zip/empty", { entries: [] }),
  zip("a newline after the end", "zip/trailing-bytes", { ...validZip, trailing: raw("\n") }),
  zip("64 KB of zeros after the end", "zip/trailing-bytes", { ...validZip, trailing: new Uint8Array(65_535) }),
  zip("70 KB of zeros after the end", "zip/no-end-record", { ...validZip, trailing: new Uint8Array(70_000) }),
  zip("a second end record", "zip/gap-or-overlap", { ...validZip, trailing: endRecord }),
  zip("two archives in a row", "zip/gap-or-overlap", { ...validZip, trailing: valid }),
  zip("an archive comment", "zip/comment", { ...validZip, end: { comment: raw("hello") } }),
  zip("a comment that holds an end record", "zip/gap-or-overlap", { ...validZip, end: { comment: endRecord } }),
  zip("a comment length without a comment", "zip/comment zip/no-end-record", {
    ...validZip,
    end: { commentLength: 5 },
  }),
  zip("disk 1", "zip/multi-disk", { ...validZip, end: { disk: 1 } }),
  zip("a directory on disk 1", "zip/multi-disk", { ...validZip, end: { directoryDisk: 1 } }),
  zip("two counts", "zip/count-mismatch", { ...validZip, end: { countOnDisk: 2 } }),
  zip("a count too small", "zip/count-mismatch", { ...validZip, end: { countOnDisk: 2, count: 2 } }),
  zip("a count too large", "zip/count-mismatch", { ...validZip, end: { countOnDisk: 4, count: 4 } }),
  zip("a count of none", "zip/count-mismatch zip/empty", { ...validZip, end: { countOnDisk: 0, count: 0 } }),
  zip("a ZIP64 count", "zip/zip64", { ...validZip, end: { countOnDisk: 0xffff, count: 0xffff } }),
  zip("a ZIP64 directory size", "zip/zip64", { ...validZip, end: { size: 0xffffffff } }),
  zip("a ZIP64 directory offset", "zip/zip64", { ...validZip, end: { offset: 0xffffffff } }),
  zip("a ZIP64 disk number", "zip/zip64", { ...validZip, end: { disk: 0xffff } }),
  zip("a ZIP64 locator nobody refers to", "zip/zip64", { ...validZip, afterCentral: zip64Locator }),
  zip("a ZIP64 end record and its locator", "zip/zip64", {
    ...validZip,
    afterCentral: concatBytes([zip64End, zip64Locator]),
  }),
  zip("a ZIP64 end record that nothing leads to", "zip/gap-or-overlap", { ...validZip, afterCentral: zip64End }),
  bytes("4,097 entries", "zip/too-many-entries", () => forgeZip({ entries: manyEntries(4097) })),
  bytes("one byte over 50 MiB", "zip/too-large", () => new Uint8Array(50 * MIB + 1)),
  zip("a directory offset one too small", "zip/gap-or-overlap", { ...validZip, end: { offset: valid.length / 2 } }),
  zip("a directory size one too large", "zip/gap-or-overlap", { ...validZip, end: { size: 4096 } }),
  zip("a directory beyond the end", "zip/gap-or-overlap", { ...validZip, end: { offset: 0x7fffffff } }),
  zip("bytes before the first entry", "zip/gap-or-overlap", {
    entries: [{ ...MANIFEST, before: raw("#!/bin/sh\n") }, SCRIPT],
  }),
  bytes("bytes before an untouched archive", "zip/gap-or-overlap", () => concatBytes([raw("MZ"), valid])),
  zip("bytes between two entries", "zip/gap-or-overlap", { entries: [{ ...MANIFEST, after: raw("x") }, SCRIPT] }),
  zip("bytes after the last entry", "zip/gap-or-overlap", { entries: [MANIFEST, { ...SCRIPT, after: raw("x") }] }),
  zip("bytes after the directory", "zip/gap-or-overlap", { ...validZip, afterCentral: raw("x") }),
  zip("bytes counted as directory", "zip/gap-or-overlap", {
    entries: [MANIFEST],
    afterCentral: raw("x"),
    end: { size: 60 },
  }),
  zip("bytes between two records", "zip/bad-record", { entries: [MANIFEST, { ...SCRIPT, beforeCentral: raw("PK") }] }),
  zip("an entry the directory hides", "zip/gap-or-overlap", {
    entries: [MANIFEST, { ...SCRIPT, central: null }, SIGNATURE],
  }),
  zip("a record without an entry", "zip/bad-record", { entries: [MANIFEST, { ...SCRIPT, local: null }] }),
  zip("one entry listed twice", "zip/duplicate-path zip/gap-or-overlap", {
    entries: [MANIFEST, { ...SCRIPT, central: [{}, {}] }],
  }),
  bytes("a hundred names for one entry", "zip/gap-or-overlap zip/local-header-mismatch", overlapBomb),
  bytes("an entry within the data of another", "zip/gap-or-overlap", quotedEntry),
  zip("a digital signature of the directory", "zip/gap-or-overlap", {
    ...validZip,
    afterCentral: littleEndian([0x05054b50, 4], [0, 2]),
  }),
  zip("data before the entries that the directory counts on", "zip/gap-or-overlap", {
    entries: [{ ...MANIFEST, before: littleEndian([0x30304b50, 4]) }, SCRIPT],
  }),
  zip("records in another order than entries", "zip/gap-or-overlap", {
    entries: [MANIFEST, { path: "b" }, { path: "a" }],
    centralOrder: [0, 2, 1],
  }),
  entry("a local header inside another entry", "zip/bad-record zip/gap-or-overlap", { central: { localOffset: 7 } }),
  entry("a local header beyond the directory", "zip/bad-record zip/gap-or-overlap", { central: { localOffset: 9999 } }),
  entry("a local header with another signature", "zip/bad-record", { local: { signature: 0x03034b50 } }),
  entry("a central record with another signature", "zip/bad-record", { central: { signature: 0x01014b50 } }),
  entry("a name longer than the directory", "zip/bad-record", { central: { nameLength: 60_000 } }),
  entry("an extra field longer than the directory", "zip/bad-record", { central: { extraLength: 60_000 } }),
  entry("a comment longer than the directory", "zip/bad-record", { central: { commentLength: 60_000 } }),
  entry("data that reach into the directory", "zip/gap-or-overlap", { both: { packedLength: 600 } }),
];

/** One record says what another does not, or what the profile forbids. */
const fields: readonly HostileZip[] = [
  ...localLies({ needed: 10, flags: 2, method: 0, time: 1, date: 0x22, crc32: 1, length: 1, name: "lua/MAIN.lua" }),
  entry("a local header with another packed size", "zip/local-header-mismatch", { local: { packedLength: 1 } }),
  entry("a local header with a shorter name", "zip/gap-or-overlap zip/local-header-mismatch", {
    local: { nameLength: 3 },
  }),
  entry("a local header with an endless name", "zip/gap-or-overlap zip/local-header-mismatch", {
    local: { nameLength: 0xffff },
  }),
  entry("a version needed of 1.0", "zip/version", { both: { needed: 10 } }),
  entry("a version needed of 4.5", "zip/version", { both: { needed: 45 } }),
  entry("made on Windows NTFS", "zip/version", { central: { madeBy: 0x0a14 } }),
  entry("made on MS-DOS", "zip/version", { central: { madeBy: 20 } }),
  entry("a password", "zip/encrypted", { both: { flags: 1 } }),
  entry("strong encryption", "zip/encrypted", { both: { flags: 0x41 } }),
  entry("masked headers", "zip/encrypted", { both: { flags: 0x2000 } }),
  entry("AES", "zip/encrypted zip/method", { both: { flags: 1, method: 99 } }),
  entry("a data descriptor", "zip/data-descriptor", {
    both: { flags: 8 },
    local: { crc32: 0, packedLength: 0, length: 0 },
    after: littleEndian([0x08074b50, 4], [0, 4], [0, 4], [0, 4]),
  }),
  entry("a data descriptor flag without a descriptor", "zip/data-descriptor", { both: { flags: 8 } }),
  entry("the UTF-8 flag", "zip/flags", { both: { flags: 0x800 } }),
  entry("compressed patched data", "zip/flags", { both: { flags: 0x20 } }),
  entry("a reserved flag", "zip/flags", { both: { flags: 0x8000 } }),
  entry("a compression level flag", "zip/flags", { both: { flags: 2 } }),
  entry("shrink", "zip/method", { both: { method: 1 } }),
  entry("Deflate64", "zip/method", { both: { method: 9 } }),
  entry("bzip2", "zip/method", { both: { method: 12 } }),
  entry("LZMA", "zip/method", { both: { method: 14 } }),
  entry("Zstandard", "zip/method", { both: { method: 93 } }),
  entry("a date", "zip/timestamp", { both: { date: 0x5a21 } }),
  entry("a time", "zip/timestamp", { both: { time: 1 } }),
  entry("no date", "zip/timestamp", { both: { date: 0 } }),
  entry("an extra field in both headers", "zip/extra-field", { both: { extra: littleEndian([0x5455, 2], [0, 2]) } }),
  entry("an extra field in the local header", "zip/extra-field", { local: { extra: raw("abcd") } }),
  entry("an extra field in the central record", "zip/extra-field", { central: { extra: raw("abcd") } }),
  entry("a ZIP64 extra field that nothing needs", "zip/extra-field", {
    both: { extra: littleEndian([0x0001, 2], [16, 2], [1, 8], [1, 8]) },
  }),
  entry("a field with another name for Unicode", "zip/extra-field", {
    both: { extra: concatBytes([littleEndian([0x7075, 2], [13, 2], [1, 2], [0, 2]), raw("evil.lua\0")]) },
  }),
  entry("an entry comment", "zip/comment", { central: { comment: raw("hi") } }),
  entry("an entry on disk 1", "zip/multi-disk", { central: { disk: 1 } }),
  entry("an entry on the ZIP64 disk", "zip/zip64", { central: { disk: 0xffff } }),
  entry("a ZIP64 size", "zip/zip64", { both: { length: 0xffffffff } }),
  entry("a ZIP64 packed size", "zip/zip64", { both: { packedLength: 0xffffffff } }),
  entry("a ZIP64 offset", "zip/zip64", { central: { localOffset: 0xffffffff } }),
  entry("a folder", "zip/directory-entry", { path: "lua/", data: "", method: 0 }),
  entry("a symbolic link", "zip/symlink", { central: { externalAttributes: 0xa1ff0000 } }),
  entry("an executable", "zip/attributes", { central: { externalAttributes: 0x81ed0000 } }),
  entry("a program with the rights of its owner", "zip/attributes", { central: { externalAttributes: 0x89ed0000 } }),
  entry("a named pipe", "zip/attributes", { central: { externalAttributes: 0x11a40000 } }),
  entry("a device", "zip/attributes", { central: { externalAttributes: 0x21a40000 } }),
  entry("a hidden file", "zip/attributes", { central: { externalAttributes: 0x81a40002 } }),
  entry("a folder with data", "zip/directory-entry", { path: "lua/" }),
  entry("a folder without a slash", "zip/attributes", { central: { externalAttributes: 0x41ed0010 } }),
  entry("no attributes", "zip/attributes", { central: { externalAttributes: 0 } }),
  entry("the text attribute", "zip/attributes", { central: { internalAttributes: 1 } }),
];

/** Every hostile archive. */
export const hostileZips: readonly HostileZip[] = [...archives, ...fields, ...hostilePaths, ...hostileContents];

function localLies(lies: Partial<LocalHeader>): readonly HostileZip[] {
  return Object.entries(lies).map(([field, value]) =>
    entry(`a local header with another ${field}`, "zip/local-header-mismatch", { local: { [field]: value } }),
  );
}

function manyEntries(count: number): readonly ForgedEntry[] {
  return [
    MANIFEST,
    ...Array.from({ length: count - 1 }, (_, index) => ({ path: `f${String(index).padStart(5, "0")}` })),
  ];
}

/** All records share the data of one entry: readers that trust the directory inflate it once for each. */
function overlapBomb(): Uint8Array {
  const central: readonly Partial<CentralHeader>[] = manyEntries(101)
    .slice(1)
    .map(({ path }) => ({ name: path }));
  return forgeZip({ entries: [MANIFEST, { path: "f00000", data: new Uint8Array(MIB), central }] });
}

/** The second entry lies, header and all, in the stored data of the first, so that both have their bytes. */
function quotedEntry(): Uint8Array {
  const manifest = { path: "manifest.json", data: "{}", method: 0 };
  const inner = forgeZip({ entries: [{ path: "b", data: "twice", method: 0 }] }).subarray(0, LOCAL_BYTES + 1 + 5);
  // Headers, names and data before those of "a".
  const localOffset = LOCAL_BYTES + manifest.path.length + 2 + LOCAL_BYTES + 1;
  return forgeZip({
    entries: [
      manifest,
      { path: "a", data: inner, method: 0 },
      { path: "b", data: "twice", method: 0, local: null, central: { localOffset } },
    ],
  });
}
