import { type ByteSource, bytesSource, ChangedSourceError, SourceView } from "../byte-source.ts";
import type { Crc32, Inflate } from "../inflate-port.ts";
import { type FileDigest, fileDigest, type PackageFile } from "../package-document.ts";
import type { PackagePath } from "../package-path.ts";
import { readCentralDirectory } from "./zip-central.ts";
import { checkSizes, unpack, type UnpackPorts } from "./zip-contents.ts";
import { crc32 } from "./zip-crc32.ts";
import { readEndRecord } from "./zip-end-record.ts";
import { checkFields } from "./zip-fields.ts";
import type { CentralRecord } from "./zip-format.ts";
import { locateData } from "./zip-layout.ts";
import { checkPaths } from "./zip-paths.ts";
import { ZipReport } from "./zip-report.ts";
import type { Sha256Function } from "../../crypto.ts";
import { echo, type Finding } from "../../findings/finding.ts";
import { limits } from "../../limits.ts";

/** One file of a package. */
export interface ZipEntry extends PackageFile {
  /** A view of the archive where the entry is stored in memory: it changes when the archive's bytes do. */
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
  /** Gives entries their digests while their data is at hand anyway. */
  readonly sha256?: Sha256Function;
}

/**
 * Reads an archive of the strict profile (DESIGN section 3, docs/adr/0003): a subset of ZIP so narrow that every reader sees the same
 * entries. Collects everything that is wrong, as far as the structure can be trusted; no bytes make it throw, and nothing is
 * allocated on the word of a header.
 */
export function readZip(archive: Uint8Array, ports: ReadZipPorts): ZipReading {
  return read(bytesSource(archive), ports, (record, { data, digest }) => ({
    path: pathOf(record),
    data,
    packedLength: record.packedLength,
    ...(digest !== null && { digest }),
  }));
}

/**
 * {@link readZip} of an archive that need not fit in memory: the data of one entry at a time is held. Everything is checked at once, but
 * `data` of an entry is read anew whenever it is asked for.
 *
 * @throws ChangedSourceError from `data`, where the source gives other bytes than at first
 */
export function readZipSource(
  source: ByteSource,
  ports: ReadZipPorts & { readonly sha256: Sha256Function },
): ZipReading {
  return read(source, ports, (record, { offset, digest }) => lazyEntry(source, { record, offset }, digest, ports));
}

/**
 * The entries of an archive that {@link readZipSource} let through somewhere else, by what each was then. Only the directory is read:
 * `data` is held against its digest whenever it is asked for.
 *
 * @throws ChangedSourceError where other entries are there by now, and from `data`
 */
export function openZipSource(
  source: ByteSource,
  ports: ReadZipPorts & { readonly sha256: Sha256Function },
  digests: ReadonlyMap<string, FileDigest>,
): readonly ZipEntry[] {
  const located = locateEntries(source, new ZipReport());
  if (located?.length !== digests.size) throw changed("The archive");
  return located.map((each) => {
    const digest = digests.get(each.record.path);
    if (digest === undefined) throw changed("The archive");
    return lazyEntry(source, each, digest, ports);
  });
}

function lazyEntry(
  source: ByteSource,
  { record, offset }: LocatedEntry,
  digest: FileDigest | null,
  ports: ReadZipPorts & { readonly sha256: Sha256Function },
): ZipEntry {
  return {
    path: pathOf(record),
    packedLength: record.packedLength,
    ...(digest !== null && { digest }),
    get data() {
      const data = unpack(record, source.read(offset, record.packedLength), unpackPorts(ports), new ZipReport());
      if (data !== null && fileDigest(data, ports.sha256).sha256 === digest?.sha256) return data;
      throw changed(`The entry ${echo(record.path)}`);
    },
  };
}

function changed(what: string): ChangedSourceError {
  return new ChangedSourceError(`${what} changed while the archive was in use.`);
}

/** An entry by its record, and where its packed data begins. */
interface LocatedEntry {
  readonly record: CentralRecord;
  readonly offset: number;
}

/** An entry whose data kept every rule. */
interface Unpacked {
  readonly data: Uint8Array;
  /** Where its packed data begins. */
  readonly offset: number;
  /** Null without a hash function. */
  readonly digest: FileDigest | null;
}

function read(
  source: ByteSource,
  ports: ReadZipPorts,
  entryOf: (record: CentralRecord, unpacked: Unpacked) => ZipEntry,
): ZipReading {
  const report = new ZipReport();
  const entries = readEntries(source, ports, report, entryOf);
  return entries !== null && report.isEmpty ? { ok: true, entries } : { ok: false, findings: report.findings() };
}

function readEntries(
  source: ByteSource,
  ports: ReadZipPorts,
  report: ZipReport,
  entryOf: (record: CentralRecord, unpacked: Unpacked) => ZipEntry,
): readonly ZipEntry[] | null {
  const located = locateEntries(source, report);
  return (
    located?.flatMap(({ record, offset }) => {
      const data = unpack(record, source.read(offset, record.packedLength), unpackPorts(ports), report);
      if (data === null) return [];
      const digest = ports.sha256 === undefined ? null : fileDigest(data, ports.sha256);
      return [entryOf(record, { data, offset, digest })];
    }) ?? null
  );
}

/** Reads the structure of an archive, and no data. Null where it cannot be told, or is not bounded. */
function locateEntries(source: ByteSource, report: ZipReport): readonly LocatedEntry[] | null {
  if (source.length > limits.package.packedBytes) {
    report.add("zip/too-large", {
      message: `The package has ${source.length} bytes.`,
      expected: `at most ${limits.package.packedBytes} bytes`,
    });
    return null;
  }
  const view = new SourceView(source);
  const directory = readEndRecord(view, report);
  const records = directory && readCentralDirectory(view, directory, report);
  if (directory === null || records === null) return null;

  for (const record of records) checkFields(record, report);
  checkPaths(records, report);
  const isBounded = checkSizes(records, report);
  const offsets = locateData(view, records, directory.offset, report);
  if (!isBounded || offsets === null) return null;
  return records.map((record, index) => ({ record, offset: offsets[index] ?? 0 }));
}

function unpackPorts(ports: ReadZipPorts): UnpackPorts {
  return { inflate: ports.inflate, crc32: ports.crc32 ?? crc32 };
}

/** `checkPaths` has vetted the path, or its finding keeps the entry from being returned. */
function pathOf({ path }: CentralRecord): PackagePath {
  return path as PackagePath;
}
