import { resolve } from "node:path";

import { readFile } from "node:fs/promises";

import { type Finding, hasErrors } from "../../core/findings/finding.ts";
import type { Manifest } from "../../core/manifest/manifest.ts";
import { type OpenPackage, readPackage } from "../../core/package/read-package.ts";
import { type PackageFacts, packageFacts } from "../../core/registry/package-facts.ts";
import { Bug } from "../../core/findings/bug.ts";
import type { KeySigner } from "../../node/key-file.ts";
import type { StoredKey } from "../../node/key-store.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { readProject } from "../../node/project.ts";
import type { CommandResult, Surroundings } from "../command.ts";
import { packFiles } from "../pack-files.ts";
import { displayPath, readPackageFile, stoppedBy } from "../package-file.ts";
import type { FindingsReport } from "../../core/findings/formats/findings-report.ts";
import { signArchive } from "../sign-archive.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A package that is built but perhaps not signed yet. */
export interface BuiltPackage {
  /** Absolute: where `mosis build` would put it, or the file somebody named. */
  readonly path: string;
  readonly opened: OpenPackage;
  readonly archive: Uint8Array;
  /** Somebody named the file. */
  readonly isGiven: boolean;
}

/** A package as it will be published. */
export interface ReadyPackage {
  readonly path: string;
  readonly archive: Uint8Array;
  readonly manifest: Manifest;
  readonly facts: PackageFacts;
}

/** A step of publishing that findings in the app stopped. */
export interface Stopped {
  readonly stopped: CommandResult;
}

const NOTHING = "Nothing was published.";

/** Builds the project, or reads the package that somebody named. */
export async function buildPackage(
  given: string | undefined,
  context: Pick<Surroundings, "cwd" | "terminal" | "checker">,
): Promise<BuiltPackage | Stopped> {
  const { cwd, terminal, checker } = context;
  const stop = (findings: readonly Finding[], subject: string, kind: FindingsReport["kind"]): Stopped => ({
    stopped: stoppedBy({ subject, kind, findings }, NOTHING, terminal),
  });
  if (given !== undefined) {
    const { path, name, opened, findings } = await readPackageFile(given, context);
    if (opened === null || hasErrors(findings)) return stop(findings, name, "package");
    return { path, opened, archive: await readFile(path), isGiven: true };
  }
  const { files, manifest, findings } = await readProject(cwd, checker);
  if (manifest === null || hasErrors(findings)) return stop(findings, ".", "project");
  const archive = packFiles(files, terminal);
  const packed = readPackage(archive, nodePackagePorts);
  const path = resolve(cwd, `dist/${manifest.id}-${manifest.version_code}.mosis`);
  const { opened } = packed;
  if (opened === null || hasErrors(packed.findings)) return stop(packed.findings, displayPath(cwd, path), "package");
  return { path, opened, archive, isGiven: false };
}

/** Signs a built package in memory. */
export function signBuilt(
  built: BuiltPackage,
  signer: KeySigner,
  stored: readonly StoredKey[],
  terminal: Terminal,
): ReadyPackage | Stopped {
  const signed = signArchive(built.opened, signer, stored);
  const subject = built.path;
  if (!signed.ok) {
    return { stopped: stoppedBy({ subject, kind: "package", findings: signed.findings }, NOTHING, terminal) };
  }
  const archive = signed.archive ?? built.archive;
  const { facts } = packageFacts(archive, nodePackagePorts);
  if (facts === null) throw new Bug("a package that was read back has no facts");
  return { path: built.path, archive, manifest: built.opened.manifest, facts };
}
