import { limits } from "../../limits.ts";
import { type Crc32, type Inflate, InflateError } from "../inflate-port.ts";
import { isEncrypted, isKnownMethod } from "./zip-fields.ts";
import { type CentralRecord, hex, methods } from "./zip-format.ts";
import type { ZipReport } from "./zip-report.ts";

/** What unpacking needs from the host. */
export interface UnpackPorts {
  readonly inflate: Inflate;
  readonly crc32: Crc32;
}

/** Checks what the records claim about sizes; true when inflating within these claims stays within the limits. */
export function checkSizes(records: readonly CentralRecord[], report: ZipReport): boolean {
  let total = 0;
  for (const record of records) {
    const { packedLength, length } = record;
    total += length;
    if (isTorn(record)) {
      report.addEntry(
        "zip/size",
        record,
        `is stored in ${packedLength} bytes and has the size ${length}`,
        "two equal sizes",
      );
    }
    if (isBomb(record)) {
      const trouble = `inflates from ${packedLength} to ${length} bytes`;
      const most = limits.package.ratio;
      report.addEntry(
        "zip/ratio",
        record,
        trouble,
        `at most ${most} times the packed size over ${limits.package.ratioFromBytes} bytes`,
      );
    }
  }
  if (total <= limits.package.inflatedBytes) return true;
  report.add("zip/inflated-too-large", {
    message: `All entries together inflate to ${total} bytes.`,
    expected: `at most ${limits.package.inflatedBytes} bytes`,
  });
  return false;
}

/**
 * The data of one entry, a view of the archive where it is stored; null when there is no such data. Inflates at most as many bytes
 * as the record claims, which `checkSizes` has bounded.
 */
export function unpack(
  record: CentralRecord,
  packed: Uint8Array,
  ports: UnpackPorts,
  report: ZipReport,
): Uint8Array | null {
  if (isEncrypted(record) || !isKnownMethod(record.method) || isBomb(record) || isTorn(record)) return null;
  const data = record.method === methods.stored ? packed : inflate(record, packed, ports, report);
  if (data === null) return null;
  if (data.length !== record.length) {
    report.addEntry(
      "zip/size",
      record,
      `inflates to ${data.length} bytes`,
      `${record.length} bytes, as its record says`,
    );
    return null;
  }
  const crc = ports.crc32(data);
  if (crc === record.crc32) return data;
  report.addEntry("zip/crc", record, `has data with the CRC-32 ${hex(crc, 4)}`, hex(record.crc32, 4));
  return null;
}

/** Stored, with two sizes. */
function isTorn({ method, packedLength, length }: CentralRecord): boolean {
  return method === methods.stored && packedLength !== length;
}

function isBomb({ method, packedLength, length }: CentralRecord): boolean {
  const { ratio, ratioFromBytes } = limits.package;
  return method === methods.deflated && length > ratioFromBytes && length > packedLength * ratio;
}

function inflate(record: CentralRecord, packed: Uint8Array, ports: UnpackPorts, report: ZipReport): Uint8Array | null {
  try {
    const { bytes, consumed } = ports.inflate(packed, record.length);
    if (consumed !== packed.length) {
      const trouble = `has a deflate stream of ${consumed} bytes in ${packed.length} packed bytes`;
      report.addEntry("zip/deflate-trailing", record, trouble, `a stream of ${packed.length} bytes`);
    }
    return bytes;
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    if (error.code === "too-large") {
      report.addEntry(
        "zip/size",
        record,
        `inflates to more than ${record.length} bytes`,
        `${record.length} bytes, as its record says`,
      );
    } else {
      // Each host puts the reason in words of its own.
      report.addEntry("zip/deflate-corrupt", record, "has no valid deflate stream", "a stream of RFC 1951");
    }
    return null;
  }
}
