import { Bug } from "../../findings/bug.ts";
import { limits } from "../../limits.ts";
import type { Crc32, Deflate } from "../inflate-port.ts";
import { compareEntryPaths, type PackagePath } from "../package-path.ts";
import { crc32 as plainCrc32 } from "./zip-crc32.ts";
import { checkZipFiles } from "./zip-files.ts";
import { methods, profile, recordBytes, signatures } from "./zip-format.ts";

/** A file to pack. */
export interface ZipFile {
  readonly path: PackagePath;
  readonly data: Uint8Array;
}

export interface WriteZipPorts {
  readonly deflate: Deflate;
  /** Faster than the one in plain JavaScript, which is used without it. */
  readonly crc32?: Crc32;
}

interface PackedFile {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc32: number;
  readonly length: number;
  readonly packed: Uint8Array;
}

/**
 * The archive of the strict profile that holds these files: the same bytes for the same files in any order and one `deflate`. Throws
 * `Bug` for sets of files that `checkZipFiles` would have refused. Only the packed size is known here first, and `readZip` checks it.
 */
export function writeZip(files: readonly ZipFile[], ports: WriteZipPorts): Uint8Array<ArrayBuffer> {
  refuseMisuse(files);
  const encoder = new TextEncoder();
  const sorted = files.toSorted((a, b) => compareEntryPaths(a.path, b.path));
  const packedFiles = sorted.map(({ path, data }) => pack(encoder.encode(path), data, ports));

  const headerBytes = recordBytes.local + recordBytes.central;
  let size: number = recordBytes.end;
  for (const { name, packed } of packedFiles) size += headerBytes + 2 * name.length + packed.length;
  const archive = new Uint8Array(size);
  const view = new DataView(archive.buffer);

  const offsets: number[] = [];
  let at = 0;
  for (const file of packedFiles) {
    offsets.push(at);
    writeLocalHeader(view, at, file);
    archive.set(file.name, at + recordBytes.local);
    at += recordBytes.local + file.name.length;
    archive.set(file.packed, at);
    at += file.packed.length;
  }
  const directoryOffset = at;
  for (const [index, file] of packedFiles.entries()) {
    writeCentralRecord(view, at, file, offsets[index] ?? 0);
    archive.set(file.name, at + recordBytes.central);
    at += recordBytes.central + file.name.length;
  }
  writeEndRecord(view, at, packedFiles.length, directoryOffset);
  return archive;
}

function refuseMisuse(files: readonly ZipFile[]): void {
  const check = checkZipFiles(files);
  if (!check.ok) throw new Bug(`writeZip: ${check.findings.map(({ message }) => message).join(" ")}`);
}

/** Deflates where that saves bytes and stays below the ratio a reader takes for a bomb. */
function pack(name: Uint8Array, data: Uint8Array, ports: WriteZipPorts): PackedFile {
  const { ratio, ratioFromBytes } = limits.package;
  const deflated = ports.deflate(data);
  const isBomb = data.length > ratioFromBytes && data.length > deflated.length * ratio;
  const isWorthwhile = deflated.length < data.length && !isBomb;
  return {
    name,
    method: isWorthwhile ? methods.deflated : methods.stored,
    crc32: (ports.crc32 ?? plainCrc32)(data),
    length: data.length,
    packed: isWorthwhile ? deflated : data,
  };
}

function writeLocalHeader(view: DataView, at: number, file: PackedFile): void {
  view.setUint32(at, signatures.local, true);
  writeSharedFields(view, at + 4, file);
}

function writeCentralRecord(view: DataView, at: number, file: PackedFile, localOffset: number): void {
  view.setUint32(at, signatures.central, true);
  view.setUint16(at + 4, profile.madeBy, true);
  writeSharedFields(view, at + 6, file);
  view.setUint16(at + 36, profile.internalAttributes, true);
  view.setUint32(at + 38, profile.externalAttributes, true);
  view.setUint32(at + 42, localOffset, true);
}

/** The 26 bytes both headers share, from the version needed to the length of the extra fields, which stays 0. */
function writeSharedFields(view: DataView, at: number, { name, method, crc32, length, packed }: PackedFile): void {
  view.setUint16(at, profile.needed, true);
  view.setUint16(at + 2, profile.flags, true);
  view.setUint16(at + 4, method, true);
  view.setUint16(at + 6, profile.time, true);
  view.setUint16(at + 8, profile.date, true);
  view.setUint32(at + 10, crc32, true);
  view.setUint32(at + 14, packed.length, true);
  view.setUint32(at + 18, length, true);
  view.setUint16(at + 22, name.length, true);
}

function writeEndRecord(view: DataView, at: number, count: number, directoryOffset: number): void {
  view.setUint32(at, signatures.end, true);
  view.setUint16(at + 8, count, true);
  view.setUint16(at + 10, count, true);
  view.setUint32(at + 12, at - directoryOffset, true);
  view.setUint32(at + 16, directoryOffset, true);
}
