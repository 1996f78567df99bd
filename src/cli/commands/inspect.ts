import type { inspect } from "./specs/packages.ts";
import { permissionReport, type PermissionUses } from "../../core/package/permission-report.ts";
import type { OpenPackage } from "../../core/package/read-package.ts";
import { permissionOf } from "../../core/sdk/permissions.ts";
import { assessTrust, type TrustReport } from "../../core/signing/assess-trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { type PackageOnDisk, readPackageFile, stoppedBy } from "../package-file.ts";
import { sha256Of } from "../../node/file-source.ts";
import { summarizeFindings } from "../../core/findings/formats/findings-report.ts";
import { formatBytes } from "../render/text.ts";
import type { Style } from "../terminal/style.ts";

export async function run(context: CommandContext<typeof inspect>): Promise<CommandResult> {
  const { args, options, env, terminal } = context;
  const subject = await readPackageFile(args.package, context);
  const { name, opened, findings } = subject;
  if (opened === null) return stoppedBy({ subject: name, kind: "package", findings }, "It cannot be read.", terminal);
  if (options.permissions) {
    const permissions = permissionReport(opened.manifest, opened.uses);
    return { exitCode: 0, json: { package: name, permissions }, human: permissionsText(permissions, terminal.style) };
  }
  const own = (await listKeys(keysFolder(env))).map(({ publicKey }) => publicKey);
  const trust = assessTrust(opened, { own, named: null, served: null }, nodeCrypto);
  const description = describe(subject, await sha256Of(subject.path), opened, trust);
  const trouble = [...findings, ...(opened.signature === null ? [] : trust.findings)];
  if (trouble.length > 0)
    terminal.warn(`${name} has ${summarizeFindings(trouble)}: see \`mosis validate\` and \`mosis verify\`.`);
  return { exitCode: 0, json: description, human: text(description, terminal.style) };
}

function describe({ name, length: packed }: PackageOnDisk, sha256: string, opened: OpenPackage, trust: TrustReport) {
  const { manifest, files, contentDigest } = opened;
  return {
    package: name,
    length: packed,
    sha256,
    content_digest: contentDigest,
    manifest,
    permissions: manifest.permissions.map((id) => {
      const permission = permissionOf(id);
      const reason = manifest.permission_reasons?.[id] ?? null;
      return { id, level: permission?.level ?? null, sentence: permission?.sentence ?? null, reason };
    }),
    files: files.map((file) => ({ path: file.path, length: file.digest?.length ?? file.data.length })),
    signers: trust.signers.map(({ keyid, status }) => ({ keyid, status })),
  };
}

function permissionsText(permissions: readonly PermissionUses[], style: Style): string {
  if (permissions.length === 0) return "The app declares no permission, and its code needs none.";
  const sections = permissions.map(({ id, level, sentence, declared, calls }) => {
    const trouble = declared ? (calls.length === 0 ? ", but no call needs it" : "") : ", NOT DECLARED";
    return [
      `${style("bold", id)} (${level ?? "unknown"}): ${sentence ?? "not known to this version of mosis"}${trouble}`,
      ...calls.map(({ call, file, line, column, count }) => {
        return `  ${file}:${line}:${column}  ${call}${count === 1 ? "" : `, ${count} times in this file`}`;
      }),
    ].join("\n");
  });
  return sections.join("\n\n");
}

function text(description: ReturnType<typeof describe>, style: Style): string {
  const { manifest, permissions, files, signers } = description;
  const inflated = files.reduce((sum, { length }) => sum + length, 0);
  const width = Math.max(...files.map(({ length }) => formatBytes(length).length));
  return [
    `${style("bold", manifest.name)} ${manifest.version} (${manifest.version_code})`,
    ...(manifest.summary === undefined ? [] : [manifest.summary]),
    "",
    `  id              ${manifest.id}`,
    `  author          ${manifest.author.name} <${manifest.author.email}>`,
    `  needs           Mosis ${manifest.min_mosis_version} or newer`,
    `  entry           ${manifest.entry}`,
    `  size            ${formatBytes(description.length)} packed, ${formatBytes(inflated)} unpacked`,
    `  content digest  ${description.content_digest}`,
    `  sha256          ${description.sha256}`,
    "",
    style("bold", permissions.length === 0 ? "Permissions: none" : "Permissions:"),
    ...permissions.flatMap(({ id, level, sentence, reason }) => [
      `  ${id} (${level ?? "unknown"}): ${sentence ?? "not known to this version of mosis"}`,
      ...(reason === null ? [] : [`    the author says: ${reason}`]),
    ]),
    "",
    style("bold", `Files: ${files.length}`),
    ...files.map(({ path, length }) => `  ${formatBytes(length).padStart(width)}  ${path}`),
    "",
    style("bold", signers.length === 0 ? "Signers: none" : "Signers:"),
    ...signers.map(({ keyid, status }) => `  ${keyid} (${status})`),
  ].join("\n");
}
