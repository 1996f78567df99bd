import { equalBytes } from "../../bytes.ts";
import type { SourceView } from "../byte-source.ts";
import { type CentralRecord, flagBits, hex, recordBytes, signatures } from "./zip-format.ts";
import type { ZipReport } from "./zip-report.ts";

/** Offset of the packed data of each record, in the order of the records. */
export type DataOffsets = readonly number[];

/** Fields that a local header repeats: name, value in the central record, offset in the local header, bytes. */
const SHARED_FIELDS: readonly (readonly [string, (record: CentralRecord) => number, number, 2 | 4])[] = [
  ["the version needed", ({ needed }) => needed, 4, 2],
  ["the flags", ({ flags }) => flags, 6, 2],
  ["the method", ({ method }) => method, 8, 2],
  ["the time", ({ time }) => time, 10, 2],
  ["the date", ({ date }) => date, 12, 2],
  ["the CRC-32", ({ crc32 }) => crc32, 14, 4],
  ["the packed size", ({ packedLength }) => packedLength, 18, 4],
  ["the size", ({ length }) => length, 22, 4],
  ["the name length", ({ nameBytes }) => nameBytes.length, 26, 2],
];

/**
 * Walks the local headers in the order of the central directory from offset 0. The offsets, or null when local headers and central
 * directory tell two stories, entries overlap, or bytes belong to none: then which data is whose depends on the reader.
 */
export function locateData(
  view: SourceView,
  records: readonly CentralRecord[],
  directoryOffset: number,
  report: ZipReport,
): DataOffsets | null {
  const offsets: number[] = [];
  let isTrusted = true;
  /** Where the next entry or the directory begins; null where the end of the entry before can't be known. */
  let expected: number | null = 0;
  for (const record of records) {
    if (expected !== null && record.localOffset !== expected) {
      isTrusted = false;
      reportGap(record, expected, report);
    }
    const dataOffset = findData(view, record, directoryOffset, report);
    if (dataOffset === null || hasDescriptor(record)) {
      isTrusted = false;
      expected = null;
      continue;
    }
    if (!compareHeaders(view, record, directoryOffset, report)) isTrusted = false;
    offsets.push(dataOffset);
    expected = dataOffset + record.packedLength;
    if (expected > directoryOffset) {
      isTrusted = false;
      const trouble = `ends at byte ${expected}, inside or behind the central directory`;
      report.addEntry("zip/gap-or-overlap", record, trouble, `data that ends at byte ${directoryOffset} or before`);
    }
  }
  if (expected !== null && expected < directoryOffset) {
    isTrusted = false;
    report.add("zip/gap-or-overlap", {
      message: `${directoryOffset - expected} bytes lie between the last entry, which ends at byte ${expected}, and the central directory.`,
      expected: "0 bytes",
    });
  }
  return isTrusted ? offsets : null;
}

function reportGap(record: CentralRecord, expected: number, report: ZipReport): void {
  const { localOffset } = record;
  const what =
    localOffset > expected ? `after ${localOffset - expected} bytes that belong to no entry` : "inside another entry";
  const trouble = `has its local header at byte ${localOffset}, ${what}`;
  report.addEntry("zip/gap-or-overlap", record, trouble, `a local header at byte ${expected}`);
}

/** Where the data begins by the lengths in the local header; null when no such header is there. */
function findData(view: SourceView, record: CentralRecord, end: number, report: ZipReport): number | null {
  const at = record.localOffset;
  if (at + recordBytes.local > end) {
    const trouble = `has its local header at byte ${at}, inside or behind the central directory`;
    report.addEntry("zip/bad-record", record, trouble, `an offset of at most ${end - recordBytes.local}`);
    return null;
  }
  const signature = view.uint32(at);
  if (signature !== signatures.local) {
    const trouble = `has a local header at byte ${at} that begins with ${hex(signature, 4)}`;
    report.addEntry("zip/bad-record", record, trouble, hex(signatures.local, 4));
    return null;
  }
  const extraLength = view.uint16(at + 28);
  // Records that have extra fields in the central directory are reported already.
  if (extraLength !== 0 && record.extraLength === 0) {
    const trouble = `has ${extraLength} bytes of extra fields in its local header at byte ${at}`;
    report.addEntry("zip/extra-field", record, trouble, "0 bytes");
  }
  return at + recordBytes.local + view.uint16(at + 26) + extraLength;
}

/** An entry with a data descriptor, reported with its flags, may leave its sizes 0 in the local header and end anywhere. */
function hasDescriptor(record: CentralRecord): boolean {
  return (record.flags & flagBits.dataDescriptor) !== 0;
}

/** Whether the local header repeats the central record. */
function compareHeaders(view: SourceView, record: CentralRecord, end: number, report: ZipReport): boolean {
  const fieldsAgree = compareFields(view, record, report);
  return compareNames(view, record, end, report) && fieldsAgree;
}

function compareFields(view: SourceView, record: CentralRecord, report: ZipReport): boolean {
  let agrees = true;
  for (const [name, valueOf, inLocal, bytes] of SHARED_FIELDS) {
    const central = valueOf(record);
    const at = record.localOffset + inLocal;
    const local = bytes === 2 ? view.uint16(at) : view.uint32(at);
    if (central === local) continue;
    agrees = false;
    const trouble = `has ${hex(local, bytes)} for ${name} in its local header at byte ${record.localOffset}`;
    report.addEntry(
      "zip/local-header-mismatch",
      record,
      trouble,
      `${hex(central, bytes)}, as in the central directory`,
    );
  }
  return agrees;
}

/** Compares names of one length that lie before the directory; other ones are reported with the fields or the end of the data. */
function compareNames(view: SourceView, record: CentralRecord, end: number, report: ZipReport): boolean {
  const at = record.localOffset + recordBytes.local;
  const { length } = record.nameBytes;
  if (view.uint16(record.localOffset + 26) !== length || at + length > end) return false;
  if (equalBytes(view.bytes(at, length), record.nameBytes)) return true;
  const trouble = `has another name in its local header at byte ${record.localOffset}`;
  report.addEntry("zip/local-header-mismatch", record, trouble, "the name in the central directory");
  return false;
}
