import { open } from "node:fs/promises";
import { relative, resolve } from "node:path";

import { nodePackagePorts } from "../node/package-ports.ts";
import { finding, sortFindings } from "../core/findings/finding.ts";
import { limits } from "../core/limits.ts";
import { type ReadPackage, readPackage } from "../core/package/read-package.ts";
import { findingsHuman } from "./render/findings-human.ts";
import { findingsJson } from "./render/findings-json.ts";
import type { FindingsReport } from "./render/findings-report.ts";
import type { CommandResult } from "./command.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** A `.mosis` file somebody named, and what reading it gave. */
export interface PackageOnDisk extends ReadPackage {
  /** Absolute. */
  readonly path: string;
  /** From the current folder, for messages. */
  readonly name: string;
  /** Bytes of the file. */
  readonly archive: Uint8Array;
}

/**
 * Reads a package file. One over the limit is not even read.
 *
 * @throws the error of `node:fs` when there is no such file
 */
export async function readPackageFile(cwd: string, given: string): Promise<PackageOnDisk> {
  const path = resolve(cwd, given);
  const name = displayPath(cwd, path);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > limits.package.packedBytes) {
      const message = `The package has ${size} bytes.`;
      const expected = `at most ${limits.package.packedBytes} bytes`;
      const findings = [finding("zip/too-large", { message, expected })];
      return { path, name, archive: new Uint8Array(), opened: null, findings };
    }
    const archive = await file.readFile();
    const { opened, findings } = readPackage(archive, nodePackagePorts);
    return { path, name, archive, opened, findings: sortFindings(findings) };
  } finally {
    await file.close();
  }
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
