import { resolve } from "node:path";

import type { build } from "./specs/packages.ts";
import { toHex } from "../../core/bytes.ts";
import { hasErrors } from "../../core/findings/finding.ts";
import { contentDigest, packageDocument } from "../../core/package/package-document.ts";
import { readPackage } from "../../core/package/read-package.ts";
import { type Project, readProject } from "../../node/project.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { packFiles } from "../pack-files.ts";
import { displayPath, stoppedBy } from "../package-file.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { findingsHuman } from "../render/findings-human.ts";
import { findingsArray } from "../../core/findings/formats/findings-json.ts";
import { formatBytes } from "../render/text.ts";
import { plain } from "../terminal/style.ts";

const NOTHING_BUILT = "Nothing was built.";

export async function run(context: CommandContext<typeof build>): Promise<CommandResult> {
  const { cwd, options, dryRun, terminal } = context;
  const { files, manifest, findings } = await read(context);
  const report = { subject: options.from ?? ".", kind: "project", findings } as const;
  if (manifest === null || hasErrors(findings)) return stoppedBy(report, NOTHING_BUILT, terminal);
  const archive = packFiles(files, terminal);
  const packed = readPackage(archive, nodePackagePorts);
  const out = resolve(cwd, options.out ?? `dist/${manifest.id}-${manifest.version_code}.mosis`);
  const name = displayPath(cwd, out);
  if (hasErrors(packed.findings)) {
    return stoppedBy({ subject: name, kind: "package", findings: packed.findings }, NOTHING_BUILT, terminal);
  }

  const sha256 = nodePackagePorts.sha256;
  const plan = {
    out,
    app_id: manifest.id,
    version: manifest.version,
    version_code: manifest.version_code,
    length: archive.length,
    sha256: toHex(sha256(archive)),
    content_digest: contentDigest(packageDocument(manifest, files, sha256), sha256),
    files: files.map(({ path, data }) => ({ path, length: data.length })),
  };
  if (!dryRun) await writeAtomically(out, archive);
  if (findings.length > 0) terminal.say(`${findingsHuman(report, plain)}\n`);
  const human = [
    `${dryRun ? "Would build" : "Built"} ${terminal.style("bold", name)}`,
    `  app             ${plan.app_id} ${plan.version} (${plan.version_code})`,
    `  size            ${formatBytes(plan.length)}, ${plan.files.length} files`,
    `  content digest  ${plan.content_digest}`,
    `  sha256          ${plan.sha256}`,
    ...(dryRun ? plan.files.map(({ path, length }) => `  ${path}  ${formatBytes(length)}`) : []),
  ];
  const json = { dry_run: dryRun, plan, findings: findingsArray(findings) };
  return { exitCode: 0, json, human: human.join("\n") };
}

async function read({ cwd, options, checker }: CommandContext<typeof build>): Promise<Project> {
  if (options.from === undefined) return readProject(cwd, checker);
  const { importZip } = await import("../../node/import-zip.ts");
  return importZip(resolve(cwd, options.from), checker);
}
