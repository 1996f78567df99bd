import { fileSource } from "../file-source.ts";
import { nodePackagePorts } from "../package-ports.ts";
import type { Begin, PackageReport, SourceReport } from "../../core/package/check-package.ts";
import type { Checker, CheckSubject } from "../../core/package/checking/check-messages.ts";
import { checkSubject, checkZip } from "../../core/package/checking/check-subject.ts";
import type { FileDigest, PackageFile } from "../../core/package/package-document.ts";
import { readZipSource } from "../../core/package/zip/zip-reader.ts";

/** What is checked on this machine; a package on disk is read by whoever checks it, and need not fit in memory. */
export type NodeSubject =
  | CheckSubject
  | {
      readonly kind: "path";
      readonly path: string;
      /** Bytes of the file as it is now. */
      readonly length: number;
    };

export type NodeChecker = Checker<NodeSubject>;

/**
 * Checks a subject with what Node has.
 *
 * @param onRead hears how many bytes are about to be read of a package on disk
 * @throws ChangedSourceError and the errors of `node:fs` of a package on disk
 */
export function checkOnNode(
  subject: NodeSubject,
  begin: Begin,
  onRead: (bytes: number) => void = () => undefined,
): PackageReport | SourceReport {
  if (subject.kind !== "path") return checkSubject(subject, nodePackagePorts, begin);
  const { path, length } = subject;
  const file = fileSource(path, length);
  const source = {
    length,
    read(offset: number, wanted: number) {
      onRead(wanted);
      return file.read(offset, wanted);
    },
  };
  const zip = readZipSource(source, nodePackagePorts);
  const report = checkZip(zip, nodePackagePorts, begin);
  return zip.ok ? { ...report, digests: digestsOf(zip.entries) } : report;
}

function digestsOf(files: readonly PackageFile[]): ReadonlyMap<string, FileDigest> {
  return new Map(files.flatMap(({ path, digest }) => (digest === undefined ? [] : [[path, digest] as const])));
}
