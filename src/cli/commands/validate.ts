import { stat } from "node:fs/promises";
import { resolve } from "node:path";

import type { validate } from "./specs/packages.ts";
import { hasErrors } from "../../core/findings/finding.ts";
import { readProject } from "../../node/project.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { displayPath, readPackageFile } from "../package-file.ts";
import { findingsGithub } from "../../core/findings/formats/findings-github.ts";
import { findingsHuman } from "../render/findings-human.ts";
import { findingsJson } from "../../core/findings/formats/findings-json.ts";
import type { FindingsReport } from "../../core/findings/formats/findings-report.ts";
import { findingsSarif } from "../../core/findings/formats/findings-sarif.ts";
import { mosisVersion } from "../../node/mosis-version.ts";

export async function run({ args, options, cwd, terminal }: CommandContext<typeof validate>): Promise<CommandResult> {
  const report = await check(cwd, args.path ?? ".");
  const exitCode = hasErrors(report.findings) ? 1 : 0;
  const json = findingsJson(report);
  switch (options.format) {
    case "sarif":
      return { exitCode, json, human: findingsSarif(report, mosisVersion()) };
    case "github":
      return { exitCode, json, human: findingsGithub(report) };
    case "human":
    case "json":
      return { exitCode, json, human: findingsHuman(report, terminal.style) };
  }
}

async function check(cwd: string, given: string): Promise<FindingsReport> {
  const path = resolve(cwd, given);
  if ((await stat(path)).isDirectory()) {
    const { findings } = await readProject(path);
    return { subject: displayPath(cwd, path), kind: "project", findings };
  }
  const { name, findings } = await readPackageFile(cwd, given);
  return { subject: name, kind: "package", findings };
}
