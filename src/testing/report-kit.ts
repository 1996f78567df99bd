import { aPackage, aSigner, type PackageBuilder, utf8 } from "./builders.ts";
import { aPull, type PullKit } from "./pull-kit.ts";
import { finding, type Finding } from "../core/findings/finding.ts";
import { openFiles, type OpenPackage } from "../core/package/read-package.ts";
import { versionBody } from "../core/registry/compose.ts";
import type { VersionBody } from "../core/registry/documents.ts";
import { packageFacts } from "../core/registry/package-facts.ts";
import { compareVersions, type VersionComparison } from "../core/review/reports/version-comparison.ts";
import { type SubmissionReport, submissionReport } from "../core/review/reports/submission-report.ts";
import { reportOf } from "../core/review/review.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

const signer = aSigner("ada");

/** The first version of an app and one that changes a little of everything. */
export const packages = {
  first: aPackage().signedBy(signer),
  second: aPackage()
    .with({
      version: "1.1.0",
      version_code: 2,
      name: "Notes @ada",
      permissions: ["storage", "camera", "network"],
      permission_reasons: { camera: "Takes pictures <b>of</b> notes. /approve it" },
      network: { hosts: ["api.example.com"] },
    })
    .withFile(
      "assets/scripts/snap.lua",
      utf8("-- hello\nlocal picture = camera.take_picture({ done = print })\nload('x')()\nui.toast('x')\n"),
    )
    .withFile("assets/main.rml", utf8('<rml><head/><body onload="print(storage)"/></rml>\n'))
    .signedBy(signer),
} as const;

/** A package as review has it: its document of the registry, and its files. */
export function submitted(app: PackageBuilder): { readonly version: VersionBody; readonly opened: OpenPackage } {
  const { facts } = packageFacts(app.bytes(), nodePackagePorts);
  const { opened } = openFiles(app.files(), nodePackagePorts);
  if (facts === null || opened === null) throw new TypeError("the package is broken");
  const url = "https://packages.example/notes.mosis";
  return {
    version: versionBody({ registry: "mosis", manifest: app.manifest(), facts, url }, nodeCrypto.sha256),
    opened,
  };
}

let comparison: VersionComparison | null = null;

export function aComparison(): VersionComparison {
  if (comparison !== null) return comparison;
  const [before, after] = [submitted(packages.first), submitted(packages.second)];
  comparison = compareVersions(after.version, before.version, { before: before.opened, after: after.opened });
  return comparison;
}

/** A report as of a pull request that waits for a reviewer. */
export function aSubmissionReport(
  findings: readonly Finding[] = [
    finding("risk/permission-added", {
      file: "registry/apps/aa/com.example.notes/versions/2.json",
      message: 'The update adds the permission "camera".',
      change: { from: null, to: "camera" },
    }),
  ],
  pull: PullKit = aPull(),
): SubmissionReport {
  const report = reportOf("version", findings);
  const status = pull.judged(report.verdict, report.approvals).status();
  return submissionReport(pull.facts().head, report, { status, comparison: aComparison() });
}
