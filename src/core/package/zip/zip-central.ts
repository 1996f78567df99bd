import type { SourceView } from "../byte-source.ts";
import { type CentralRecord, hex, recordBytes, sentinels, signatures } from "./zip-format.ts";
import type { CentralDirectory } from "./zip-end-record.ts";
import type { ZipReport } from "./zip-report.ts";

// A byte order mark is kept, so that a name beginning with one does not become another name.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads the records of the central directory; null when they don't fill it exactly or point to ZIP64. */
export function readCentralDirectory(
  view: SourceView,
  directory: CentralDirectory,
  report: ZipReport,
): readonly CentralRecord[] | null {
  const records: CentralRecord[] = [];
  let at = directory.offset;
  while (records.length < directory.count) {
    if (at === directory.end) {
      report.add("zip/count-mismatch", {
        message: `The central directory holds ${records.length} records and the end record counts ${directory.count}.`,
        expected: `${directory.count} records`,
      });
      return null;
    }
    const next = endOfRecord(view, at, directory.end);
    if (typeof next === "string") {
      report.add("zip/bad-record", {
        message: `Record ${records.length + 1} of the central directory, at byte ${at}, ${next}.`,
        expected: `${recordBytes.central} bytes beginning with ${hex(signatures.central, 4)}, then the name`,
      });
      return null;
    }
    records.push(readRecord(view, at));
    at = next;
  }
  if (at !== directory.end) {
    reportRest(view, at, directory, report);
    return null;
  }
  return hasZip64(records, report) ? null : records;
}

/** Where the record at `at` ends, or what is wrong with it. */
function endOfRecord(view: SourceView, at: number, end: number): number | string {
  if (end - at < recordBytes.central) return `has only ${end - at} bytes left`;
  const signature = view.uint32(at);
  if (signature !== signatures.central) return `begins with ${hex(signature, 4)}`;
  const variable = view.uint16(at + 28) + view.uint16(at + 30) + view.uint16(at + 32);
  const next = at + recordBytes.central + variable;
  return next > end ? `reaches ${next - end} bytes past the end of the directory` : next;
}

function readRecord(view: SourceView, at: number): CentralRecord {
  const nameBytes = view.bytes(at + recordBytes.central, view.uint16(at + 28));
  return {
    at,
    path: decoder.decode(nameBytes),
    nameBytes,
    madeBy: view.uint16(at + 4),
    needed: view.uint16(at + 6),
    flags: view.uint16(at + 8),
    method: view.uint16(at + 10),
    time: view.uint16(at + 12),
    date: view.uint16(at + 14),
    crc32: view.uint32(at + 16),
    packedLength: view.uint32(at + 20),
    length: view.uint32(at + 24),
    extraLength: view.uint16(at + 30),
    commentLength: view.uint16(at + 32),
    disk: view.uint16(at + 34),
    internalAttributes: view.uint16(at + 36),
    externalAttributes: view.uint32(at + 38),
    localOffset: view.uint32(at + 42),
  };
}

function reportRest(view: SourceView, at: number, directory: CentralDirectory, report: ZipReport): void {
  const rest = directory.end - at;
  if (rest >= recordBytes.central && view.uint32(at) === signatures.central) {
    report.add("zip/count-mismatch", {
      message: `The end record counts ${directory.count} entries, and the central directory goes on at byte ${at} with another one.`,
      expected: "a count of all records",
    });
  } else {
    report.add("zip/gap-or-overlap", {
      message: `${rest} bytes lie between the last record of the central directory, which ends at byte ${at}, and the end record.`,
      expected: "0 bytes",
    });
  }
}

function hasZip64(records: readonly CentralRecord[], report: ZipReport): boolean {
  const big = records.filter(
    ({ packedLength, length, localOffset, disk }) =>
      packedLength === sentinels.u32 ||
      length === sentinels.u32 ||
      localOffset === sentinels.u32 ||
      disk === sentinels.u16,
  );
  for (const record of big)
    report.addEntry("zip/zip64", record, "keeps a size or offset in a ZIP64 extra field", "plain ZIP");
  return big.length > 0;
}
