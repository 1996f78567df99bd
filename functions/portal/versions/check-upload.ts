import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import { requireForge } from "../http/require.ts";
import { problem } from "../problems.ts";
import { findingDetails } from "../registry/finding-details.ts";
import { readBase } from "../registry/judge.ts";
import type { DeveloperId } from "../../../src/core/ids/ids.ts";
import { hasErrors, type Finding, finding } from "../../../src/core/findings/finding.ts";
import type { PackageReport } from "../../../src/core/package/check-package.ts";
import { SIGNATURE_PATH } from "../../../src/core/package/package-path.ts";
import { type OpenPackage, readPackage } from "../../../src/core/package/read-package.ts";
import { ownerKeys } from "../../../src/core/registry/owner-keys.ts";
import { checkSignatureFile, packageSigners } from "../../../src/core/signing/verify-package.ts";

/** A package that keeps the rules. */
export interface CheckedUpload {
  readonly opened: OpenPackage;
  readonly report: PackageReport;
  /** What does not keep it from being submitted. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the bytes of a package before there is a version document: every rule of packages, that it is of this app, and that a key of its
 * developer signed it.
 *
 * @throws ProblemError `package-refused`
 */
export async function checkUpload(bytes: Uint8Array, app: KnownApp, ports: AppPorts): Promise<CheckedUpload> {
  const checked = await checkRules(bytes, app, ports);
  refuse(await signatureFindings(checked.opened, app, ports));
  return checked;
}

/**
 * The same without asking whose signature it bears, which review does with the version document.
 *
 * @throws ProblemError `package-refused`
 */
export async function checkRules(bytes: Uint8Array, { id }: KnownApp, ports: AppPorts): Promise<CheckedUpload> {
  const report = await ports.checkPackage({ kind: "archive", archive: bytes });
  refuse(report.findings);
  const { opened, findings } = readPackage(bytes, ports.crypto, report);
  if (opened === null) throw refusal(findings);
  if (opened.manifest.id === id) return { opened, report, findings };
  throw refusal([
    finding("version/manifest-differs", { message: `The package is of ${opened.manifest.id}, not of ${id}.` }),
  ]);
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
