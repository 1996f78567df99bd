import type { Finding } from "../findings/finding.ts";
import { limits } from "../limits.ts";
import type { Crc32, Inflate } from "./inflate-port.ts";
import type { PackagePath } from "./package-path.ts";
import { readCentralDirectory } from "./zip-central.ts";
import { checkSizes, unpack } from "./zip-contents.ts";
import { crc32 } from "./zip-crc32.ts";
import { readEndRecord } from "./zip-end-record.ts";
import { checkFields } from "./zip-fields.ts";
import type { CentralRecord } from "./zip-format.ts";
import { locateData } from "./zip-layout.ts";
import { checkPaths } from "./zip-paths.ts";
import { ZipReport } from "./zip-report.ts";

/** One file of a package. */
export interface ZipEntry {
  readonly path: PackagePath;
  /** A view of the archive where the entry is stored: it changes when the archive's bytes do. */
  readonly data: Uint8Array;
  /** Bytes it takes in the archive, headers aside. */
  readonly packedLength: number;
}

/** What reading an archive gives: all of it, or why not (at least one finding). */
export type ZipReading =
  | { readonly ok: true; readonly entries: readonly ZipEntry[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

export interface ReadZipPorts {
  readonly inflate: Inflate;
  /** Faster than the one in plain JavaScript, which is used without it. */
  readonly crc32?: Crc32;
}

/**
 * Reads an archive of the strict profile (DESIGN section 3, docs/adr/0003): a subset of ZIP so narrow that every reader sees the same
 * entries. Collects everything that is wrong, as far as the structure can be trusted; no bytes make it throw, and nothing is
 * allocated on the word of a header.
 */
export function readZip(archive: Uint8Array, ports: ReadZipPorts): ZipReading {
  const report = new ZipReport();
  const entries = readEntries(archive, ports, report);
  return entries !== null && report.isEmpty ? { ok: true, entries } : { ok: false, findings: report.findings() };
}

function readEntries(archive: Uint8Array, ports: ReadZipPorts, report: ZipReport): readonly ZipEntry[] | null {
  if (archive.length > limits.package.packedBytes) {
    report.add("zip/too-large", {
      message: `The package has ${archive.length} bytes.`,
      expected: `at most ${limits.package.packedBytes} bytes`,
    });
    return null;
  }
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = readEndRecord(view, report);
  const records = directory && readCentralDirectory(view, directory, report);
  if (directory === null || records === null) return null;

  for (const record of records) checkFields(record, report);
  checkPaths(records, report);
  const isBounded = checkSizes(records, report);
  const offsets = locateData(view, records, directory.offset, report);
  if (!isBounded || offsets === null) return null;

  const unpackPorts = { inflate: ports.inflate, crc32: ports.crc32 ?? crc32 };
  return records.flatMap((record, index) => {
    const offset = offsets[index] ?? 0;
    const packed = new Uint8Array(archive.buffer, archive.byteOffset + offset, record.packedLength);
    const data = unpack(record, packed, unpackPorts, report);
    return data === null ? [] : [entry(record, data)];
  });
}

/** `checkPaths` has vetted the path, or its finding keeps the entry from being returned. */
function entry({ path, packedLength }: CentralRecord, data: Uint8Array): ZipEntry {
  return { path: path as PackagePath, data, packedLength };
}
