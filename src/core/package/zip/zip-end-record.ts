import type { SourceView } from "../byte-source.ts";
import { limits } from "../../limits.ts";
import { recordBytes, sentinels, signatures } from "./zip-format.ts";
import type { ZipReport } from "./zip-report.ts";

/** Where the central directory lies; inside the archive and directly before the end record. */
export interface CentralDirectory {
  readonly offset: number;
  readonly end: number;
  readonly count: number;
}

/** Longest archive comment, bytes. */
const COMMENT_BYTES = 0xffff;

/** Reads the end-of-central-directory record; null when what it says can't be followed. */
export function readEndRecord(view: SourceView, report: ZipReport): CentralDirectory | null {
  const at = findEndRecord(view, report);
  if (at === null) return null;
  const disks = [view.uint16(at + 4), view.uint16(at + 6)] as const;
  const counts = [view.uint16(at + 8), view.uint16(at + 10)] as const;
  const size = view.uint32(at + 12);
  const offset = view.uint32(at + 16);

  const isZip64 =
    [...disks, ...counts].includes(sentinels.u16) ||
    [size, offset].includes(sentinels.u32) ||
    hasZip64Locator(view, at);
  if (isZip64) {
    report.add("zip/zip64", {
      message: `The end record at byte ${at} refers to a ZIP64 end record.`,
      expected: "plain ZIP",
    });
    return null;
  }
  if (disks[0] !== 0 || disks[1] !== 0) {
    report.add("zip/multi-disk", {
      message: `The end record at byte ${at} is on disk ${disks[0]} and looks for the central directory on disk ${disks[1]}.`,
      expected: "disk 0 for both",
    });
  }
  if (counts[0] !== counts[1]) {
    report.add("zip/count-mismatch", {
      message: `The end record at byte ${at} counts ${counts[0]} entries on this disk and ${counts[1]} in all.`,
      expected: "two equal numbers",
    });
    return null;
  }
  return checkRange({ offset, end: offset + size, count: counts[1] }, at, report);
}

/** Offset of the end record: the last 22 bytes, or before a comment, which is reported but does no harm to the reading. */
function findEndRecord(view: SourceView, report: ZipReport): number | null {
  const last = view.byteLength - recordBytes.end;
  for (let at = last; at >= Math.max(0, last - COMMENT_BYTES); at -= 1) {
    if (view.uint32(at) !== signatures.end) continue;
    const commentLength = view.uint16(at + 20);
    if (commentLength !== 0) {
      report.add("zip/comment", {
        message: `The end record at byte ${at} announces an archive comment of ${commentLength} bytes.`,
        expected: "0 bytes",
      });
    }
    const trailing = last - at - commentLength;
    if (trailing === 0) return at;
    report.add(trailing > 0 ? "zip/trailing-bytes" : "zip/no-end-record", {
      message:
        trailing > 0
          ? `${trailing} bytes follow the end record at byte ${at}.`
          : `The archive stops ${-trailing} bytes before the end of what its end record at byte ${at} announces.`,
      expected: "an end record in the last 22 bytes",
    });
    return null;
  }
  report.add("zip/no-end-record", {
    message: `No end-of-central-directory record in this file of ${view.byteLength} bytes: it is no ZIP, or only part of one.`,
    expected: `${recordBytes.end} bytes beginning with PK\\x05\\x06 at the end`,
  });
  return null;
}

function hasZip64Locator(view: SourceView, end: number): boolean {
  const at = end - recordBytes.zip64Locator;
  return at >= 0 && view.uint32(at) === signatures.zip64Locator;
}

function checkRange(directory: CentralDirectory, endRecord: number, report: ZipReport): CentralDirectory | null {
  const { offset, end, count } = directory;
  if (end !== endRecord) {
    report.add("zip/gap-or-overlap", {
      message: `The central directory is said to be bytes ${offset} to ${end}, and the end record begins at byte ${endRecord}.`,
      expected: `a central directory that ends at byte ${endRecord}`,
    });
    return null;
  }
  if (count > limits.package.entries) {
    report.add("zip/too-many-entries", {
      message: `The package has ${count} entries.`,
      expected: `at most ${limits.package.entries}`,
    });
    return null;
  }
  if (count === 0)
    report.add("zip/empty", { message: "The package has no entries.", expected: "a manifest.json at least" });
  return directory;
}
