import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import { requireForge } from "../http/require.ts";
import { problem } from "../problems.ts";
import { findingDetails } from "../registry/finding-details.ts";
import { readBase } from "../registry/judge.ts";
import type { DeveloperId, Sha256 } from "../../../src/core/ids/ids.ts";
import { hasErrors, type Finding, finding } from "../../../src/core/findings/finding.ts";
import type { PackageReport } from "../../../src/core/package/check-package.ts";
import { SIGNATURE_PATH } from "../../../src/core/package/package-path.ts";
import { type OpenPackage, readPackage } from "../../../src/core/package/read-package.ts";
import { ownerKeys } from "../../../src/core/registry/owner-keys.ts";
import { checkSignatureFile, packageSigners } from "../../../src/core/signing/verify-package.ts";

/** A package that review would take, as far as it can be told before there is a version document. */
export interface CheckedUpload {
  readonly manifest: OpenPackage["manifest"];
  readonly contentDigest: Sha256;
  readonly report: PackageReport;
  /** What does not keep it from being submitted. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the bytes of a package: every rule of packages, that it is of this app, and that a key of its developer signed it.
 *
 * @throws ProblemError `package-refused`
 */
export async function checkUpload(bytes: Uint8Array, app: KnownApp, ports: AppPorts): Promise<CheckedUpload> {
  const report = await ports.checkPackage({ kind: "archive", archive: bytes });
  refuse(report.findings);
  const { opened, findings } = readPackage(bytes, ports.crypto, report);
  if (opened === null) throw refusal(findings);
  if (opened.manifest.id !== app.id) {
    throw refusal([
      finding("version/manifest-differs", { message: `The package is of ${opened.manifest.id}, not of ${app.id}.` }),
    ]);
  }
  refuse(await signatureFindings(opened, app, ports));
  const { manifest, contentDigest } = opened;
  return { manifest, contentDigest, report, findings };
}

async function signatureFindings(opened: OpenPackage, app: KnownApp, ports: AppPorts): Promise<readonly Finding[]> {
  const file = SIGNATURE_PATH;
  if (opened.signature === null) return [finding("signature/missing", { file, message: "The package is not signed." })];
  const checked = checkSignatureFile(opened.signature, opened.document);
  if (checked.signature === null) return checked.findings;
  const { sha256 } = ports.crypto;
  const id = app.developer as DeveloperId;
  const { registry } = await readBase(
    requireForge(ports),
    [{ place: { kind: "developer", developer: id }, signed: {} }],
    ports.crypto,
  );
  const developer = registry.developers.get(id)?.developer;
  if (developer === undefined) {
    const message = `The developer "${id}" is not in the registry yet, so no key of it counts.`;
    return [
      finding("signature/unknown-key", {
        file,
        message,
        fix: "Register it first: `mosis keys register`, or POST /signing-keys.",
      }),
    ];
  }
  if (packageSigners(checked.signature, ownerKeys(developer, "package", app.id, sha256), ports.crypto).length > 0)
    return [];
  return [
    finding("signature/unknown-key", { file, message: `The package is not signed by a package key of "${id}".` }),
  ];
}

function refuse(findings: readonly Finding[]): void {
  if (hasErrors(findings)) throw refusal(findings);
}

function refusal(findings: readonly Finding[]) {
  const errors = findings.filter(({ severity }) => severity === "error");
  return problem("package-refused", errors[0]?.message ?? "The package cannot be read.", {
    errors: findingDetails(errors),
  });
}
