import { type CentralRecord, flagBits, hex, methods, profile } from "./zip-format.ts";
import type { ZipReport } from "./zip-report.ts";

const ENCRYPTION = flagBits.encrypted | flagBits.strongEncryption | flagBits.maskedHeaders;
const OTHER_FLAGS = ~(ENCRYPTION | flagBits.dataDescriptor);

/** File type bits of a Unix mode. */
const TYPE_MASK = 0o170000;
const TYPE_SYMLINK = 0o120000;

/** Checks what the profile fixes in every record, one finding for each field that differs. */
export function checkFields(record: CentralRecord, report: ZipReport): void {
  checkVersions(record, report);
  checkFlags(record, report);
  const { method, time, date, extraLength, commentLength, disk } = record;
  if (!isKnownMethod(method)) {
    report.addEntry("zip/method", record, `is packed by method ${method}`, "0 (stored) or 8 (deflated)");
  }
  if (time !== profile.time || date !== profile.date) {
    report.addEntry(
      "zip/timestamp",
      record,
      `has the time ${dosTime(date, time)}`,
      dosTime(profile.date, profile.time),
    );
  }
  if (extraLength !== 0) {
    report.addEntry("zip/extra-field", record, `has ${extraLength} bytes of extra fields`, "0 bytes");
  }
  if (commentLength !== 0) report.addEntry("zip/comment", record, `has a comment of ${commentLength} bytes`, "0 bytes");
  if (disk !== 0) report.addEntry("zip/multi-disk", record, `begins on disk ${disk}`, "disk 0");
  checkAttributes(record, report);
}

export function isKnownMethod(method: number): boolean {
  return method === methods.stored || method === methods.deflated;
}

export function isEncrypted(record: CentralRecord): boolean {
  return (record.flags & ENCRYPTION) !== 0;
}

function checkVersions(record: CentralRecord, report: ZipReport): void {
  const { madeBy, needed } = record;
  if (madeBy === profile.madeBy && needed === profile.needed) return;
  const trouble = `is made by version ${hex(madeBy, 2)} and needs version ${needed}`;
  report.addEntry("zip/version", record, trouble, `${hex(profile.madeBy, 2)} and ${profile.needed}`);
}

function checkFlags(record: CentralRecord, report: ZipReport): void {
  const { flags } = record;
  const trouble = `has the flags ${hex(flags, 2)}`;
  const expected = hex(profile.flags, 2);
  if (isEncrypted(record)) report.addEntry("zip/encrypted", record, `${trouble}: it is encrypted`, expected);
  if (flags & flagBits.dataDescriptor) {
    report.addEntry("zip/data-descriptor", record, `${trouble}: a data descriptor follows its data`, expected);
  }
  if (flags & OTHER_FLAGS) report.addEntry("zip/flags", record, trouble, expected);
}

function checkAttributes(record: CentralRecord, report: ZipReport): void {
  const { internalAttributes, externalAttributes, path } = record;
  if (path.endsWith("/")) {
    report.addEntry("zip/directory-entry", record, "is a folder", "entries of files only");
    return;
  }
  if (((externalAttributes >>> 16) & TYPE_MASK) === TYPE_SYMLINK) {
    const trouble = `is a symbolic link (external attributes ${hex(externalAttributes, 4)})`;
    report.addEntry("zip/symlink", record, trouble, hex(profile.externalAttributes, 4));
    return;
  }
  if (internalAttributes === profile.internalAttributes && externalAttributes === profile.externalAttributes) return;
  const trouble = `has internal attributes ${hex(internalAttributes, 2)} and external attributes ${hex(externalAttributes, 4)}`;
  report.addEntry(
    "zip/attributes",
    record,
    trouble,
    `${hex(profile.internalAttributes, 2)} and ${hex(profile.externalAttributes, 4)}`,
  );
}

/** Date and time as MS-DOS packs them: seven, four, five and five, six, five bits; even seconds only. */
function dosTime(date: number, time: number): string {
  const day = [1980 + (date >>> 9), (date >>> 5) & 15, date & 31].map(pad).join("-");
  return `${day} ${[time >>> 11, (time >>> 5) & 63, (time & 31) * 2].map(pad).join(":")}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
