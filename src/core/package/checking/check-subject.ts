import type { CheckSubject } from "./check-messages.ts";
import { type Begin, checkPackage, type PackageReport } from "../check-package.ts";
import type { ImagePorts } from "../decode-png.ts";
import { readZip, type ZipReading } from "../zip/zip-reader.ts";
import { sortFindings } from "../../findings/finding.ts";

/** Checks what came as a message. */
export function checkSubject(subject: CheckSubject, ports: ImagePorts, begin: Begin): PackageReport {
  switch (subject.kind) {
    case "archive":
      return checkZip(readZip(subject.archive, ports), ports, begin);
    case "files":
      return checkPackage(subject.files, ports, begin);
  }
}

/** What there is to say of an archive that was read. */
export function checkZip(zip: ZipReading, ports: ImagePorts, begin: Begin): PackageReport {
  return zip.ok
    ? checkPackage(zip.entries, ports, begin)
    : { manifest: null, findings: sortFindings(zip.findings), uses: [] };
}
