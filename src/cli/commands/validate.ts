import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { validate } from "./specs/packages.ts";
import { hasErrors } from "../../core/findings/finding.ts";
import { planFixes } from "../../core/fix/plan-fixes.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { readProject } from "../../node/project.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { displayPath, readPackageFile } from "../package-file.ts";
import { findingsGithub } from "../../core/findings/formats/findings-github.ts";
import { findingsHuman } from "../render/findings-human.ts";
import { findingsJson } from "../../core/findings/formats/findings-json.ts";
import type { FindingsReport } from "../../core/findings/formats/findings-report.ts";
import { findingsSarif } from "../../core/findings/formats/findings-sarif.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import { mosisVersion } from "../../node/mosis-version.ts";

export async function run(context: CommandContext<typeof validate>): Promise<CommandResult> {
  const { args, options, terminal } = context;
  const mended = options.fix ? await mend(context) : null;
  const report = await check(args.path ?? ".", context);
  const exitCode = hasErrors(report.findings) ? 1 : 0;
  const json = { ...findingsJson(report), ...mended?.json };
  switch (options.format) {
    case "sarif":
      return { exitCode, json, human: findingsSarif(report, mosisVersion()) };
    case "github":
      return { exitCode, json, human: findingsGithub(report) };
    case "human":
    case "json":
      return { exitCode, json, human: [...(mended?.lines ?? []), findingsHuman(report, terminal.style)].join("\n\n") };
  }
}

/** What was mended, for programs and for people. */
interface Mended {
  readonly json: JsonObject;
  readonly lines: readonly string[];
}

async function mend({ args, cwd, dryRun, terminal, checker }: CommandContext<typeof validate>): Promise<Mended> {
  const path = resolve(cwd, args.path ?? ".");
  if (!(await stat(path)).isDirectory()) {
    const message = `\`${displayPath(cwd, path)}\` is a package, and only projects can be mended.`;
    throw new CliError("wrong-kind", message, "Run it in the folder of the app, then build and sign again.");
  }
  const { files, findings } = await readProject(path, checker);
  // What a worker could not finish is not begun here.
  const isTooCostly = findings.some(({ rule }) => rule === "package/too-costly");
  const { fixes, writes } = planFixes(isTooCostly ? [] : files, nodePackagePorts);
  if (!dryRun) for (const [file, bytes] of writes) await writeAtomically(join(path, file), bytes);
  const done = dryRun ? "would fix" : "fixed";
  const lines = fixes.map(({ rule, file, message }) => {
    const place = terminal.style("bold", displayPath(cwd, join(path, file)));
    return `${place}  ${terminal.style("green", done)}  ${terminal.style("dim", rule)}\n  ${message}`;
  });
  return { json: { dry_run: dryRun, fixes: fixes.map((fix) => ({ ...fix })) }, lines };
}

async function check(given: string, context: CommandContext<typeof validate>): Promise<FindingsReport> {
  const { cwd, checker } = context;
  const path = resolve(cwd, given);
  if ((await stat(path)).isDirectory()) {
    const { findings } = await readProject(path, checker);
    return { subject: displayPath(cwd, path), kind: "project", findings };
  }
  const { name, findings } = await readPackageFile(given, context);
  return { subject: name, kind: "package", findings };
}
