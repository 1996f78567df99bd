import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";

import type { NodeChecker } from "../node/checking/check-subject.ts";
import { fileSource } from "../node/file-source.ts";
import { nodePackagePorts } from "../node/package-ports.ts";
import { sortFindings } from "../core/findings/finding.ts";
import { ChangedSourceError } from "../core/package/byte-source.ts";
import { type ReadPackage, readPackageSource } from "../core/package/read-package.ts";
import { findingsHuman } from "./render/findings-human.ts";
import { findingsJson } from "../core/findings/formats/findings-json.ts";
import type { FindingsReport } from "../core/findings/formats/findings-report.ts";
import type { CommandResult } from "./command.ts";
import { CliError } from "./errors/cli-error.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** A `.mosis` file somebody named, and what reading it gave. */
export interface PackageOnDisk extends ReadPackage {
  /** Absolute. */
  readonly path: string;
  /** From the current folder, for messages. */
  readonly name: string;
  /** Bytes of the file. */
  readonly length: number;
}

/**
 * Reads a package file, one entry at a time: it need not fit in memory. One over the limit is not even read.
 *
 * @throws CliError `wrong-kind` for a folder; ChangedSourceError; the error of `node:fs` when there is no such file
 */
export async function readPackageFile(
  given: string,
  { cwd, checker }: { readonly cwd: string; readonly checker: NodeChecker },
): Promise<PackageOnDisk> {
  const path = resolve(cwd, given);
  const name = displayPath(cwd, path);
  const found = await stat(path);
  if (found.isDirectory()) {
    throw new CliError("wrong-kind", `\`${name}\` is a folder, but a package file is needed.`, "Name a `.mosis` file.");
  }
  const length = found.size;
  const checked = await checker({ kind: "path", path, length });
  const { opened, findings } = readPackageSource(fileSource(path, length), nodePackagePorts, checked);
  // What was checked is what was opened.
  const { mtimeMs, size } = await stat(path);
  if (mtimeMs !== found.mtimeMs || size !== length) throw new ChangedSourceError(`${path} changed while it was read.`);
  return { path, name, length, opened, findings: sortFindings(findings) };
}

/** A path as people read it: from the current folder, with `/`. */
export function displayPath(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll("\\", "/") || ".";
}

/** The result of a command that findings stopped. */
export function stoppedBy(report: FindingsReport, outcome: string, terminal: Terminal): CommandResult {
  const human = `${findingsHuman(report, terminal.style)}\n\n${outcome}`;
  return { exitCode: 1, json: findingsJson(report), human };
}
