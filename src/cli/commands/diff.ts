import type { diff } from "./specs/packages.ts";
import { diffPackages, type PackageDiff } from "../../core/diff/diff-packages.ts";
import { type AddedAndRemoved, sizeChange } from "../../core/diff/diff-versions.ts";
import { echoJson } from "../../core/findings/finding.ts";
import type { OpenPackage } from "../../core/package/read-package.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { type PackageOnDisk, readPackageFile, stoppedBy } from "../package-file.ts";
import { summarizeFindings } from "../../core/findings/formats/findings-report.ts";
import { formatBytes } from "../render/text.ts";
import type { Style } from "../terminal/style.ts";
import type { Terminal } from "../terminal/terminal.ts";

export async function run(context: CommandContext<typeof diff>): Promise<CommandResult> {
  const { args, options, terminal } = context;
  const before = await readPackageFile(args.before, context);
  const after = await readPackageFile(args.after, context);
  if (before.opened === null) return unreadable(before, terminal);
  if (after.opened === null) return unreadable(after, terminal);
  for (const { name, findings } of [before, after]) {
    if (findings.length > 0) terminal.warn(`${name} has ${summarizeFindings(findings)}: see \`mosis validate\`.`);
  }
  const description = {
    before: identify(before, before.opened),
    after: identify(after, after.opened),
    ...diffPackages(before.opened, after.opened),
    packed: sizeChange(before.length, after.length),
  };
  const exitCode = options["exit-code"] && !description.same ? 1 : 0;
  return { exitCode, json: description, human: text(description, terminal.style) };
}

function unreadable({ name, findings }: PackageOnDisk, terminal: Terminal): CommandResult {
  return stoppedBy({ subject: name, kind: "package", findings }, "It cannot be compared.", terminal);
}

type Description = PackageDiff & {
  readonly before: ReturnType<typeof identify>;
  readonly after: ReturnType<typeof identify>;
  readonly packed: PackageDiff["unpacked"];
};

function identify({ name }: PackageOnDisk, { manifest, contentDigest }: OpenPackage) {
  const { id, version, version_code } = manifest;
  return { package: name, id, version, version_code, content_digest: contentDigest };
}

function text(description: Description, style: Style): string {
  const { before, after, same, manifest, permissions, hosts, calls, files, packed, unpacked } = description;
  const permission = ({ id, level, sentence }: PackageDiff["permissions"]["added"][number]) =>
    `${id} (${level ?? "unknown"}): ${sentence ?? "not known to this version of mosis"}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      "Manifest",
      manifest.map(({ field, before: was, after: is }) => {
        if (was === undefined) return `+ ${field}: ${is === undefined ? "" : echoJson(is)}`;
        return is === undefined ? `- ${field}: ${echoJson(was)}` : `~ ${field}: ${echoJson(was)} -> ${echoJson(is)}`;
      }),
    ],
    ["Permissions", signed(permissions, permission)],
    ["Hosts", signed(hosts, (host) => host)],
    [
      "Calls",
      signed(calls, ({ call, permissions: needed, file, line }) => {
        const needs = needed.length === 0 ? "" : `, needs ${needed.join(", ")}`;
        return `${call} (${file}:${line}${needs})`;
      }),
    ],
    [
      "Files",
      [
        ...signed(files, ({ path, length }) => `${path} (${formatBytes(length)})`),
        ...files.changed.map((file) => `~ ${file.path} (${formatBytes(file.before)} -> ${formatBytes(file.after)})`),
      ],
    ],
  ];
  return [
    `${style("bold", before.package)}: ${before.id} ${before.version} (${before.version_code})`,
    `${style("bold", after.package)}: ${after.id} ${after.version} (${after.version_code})`,
    "",
    ...(same ? ["The content is the same.", ""] : []),
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [style("bold", `${title}:`), ...lines.map((line) => `  ${line}`), ""],
    ),
    `${style("bold", "Size:")} ${sizes(packed)} packed, ${sizes(unpacked)} unpacked`,
  ].join("\n");
}

function signed<Item>({ added, removed }: AddedAndRemoved<Item>, show: (item: Item) => string): readonly string[] {
  return [...added.map((item) => `+ ${show(item)}`), ...removed.map((item) => `- ${show(item)}`)];
}

function sizes({ before, after, delta }: PackageDiff["unpacked"]): string {
  const change = `${delta < 0 ? "-" : "+"}${formatBytes(Math.abs(delta))}`;
  return `${formatBytes(before)} -> ${formatBytes(after)} (${change})`;
}
