import { fileSource } from "../file-source.ts";
import { nodePackagePorts } from "../package-ports.ts";
import type { Begin, PackageReport } from "../../core/package/check-package.ts";
import type { Checker, CheckSubject } from "../../core/package/checking/check-messages.ts";
import { checkSubject, checkZip } from "../../core/package/checking/check-subject.ts";
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
 * @throws ChangedSourceError and the errors of `node:fs` of a package on disk
 */
export function checkOnNode(subject: NodeSubject, begin: Begin): PackageReport {
  if (subject.kind !== "path") return checkSubject(subject, nodePackagePorts, begin);
  const { path, length } = subject;
  return checkZip(readZipSource(fileSource(path, length), nodePackagePorts), nodePackagePorts, begin);
}
