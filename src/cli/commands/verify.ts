import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { verify } from "./specs/packages.ts";
import { type Finding, hasErrors } from "../../core/findings/finding.ts";
import type { OpenPackage } from "../../core/package/read-package.ts";
import {
  assessTrust,
  type ServedSignature,
  type TrustLevel,
  type TrustReport,
} from "../../core/signing/assess-trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys, type StoredKey } from "../../node/key-store.ts";
import type { PublicKey } from "../../core/signing/public-key.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { readPublicKey } from "../keys/read-public-key.ts";
import { type PackageOnDisk, readPackageFile } from "../package-file.ts";
import { findingsHuman } from "../render/findings-human.ts";
import { findingsArray } from "../../core/findings/formats/findings-json.ts";
import { shortId } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { isDocumentPath, signerLines, verifyDocument } from "../verify-document.ts";

type Context = CommandContext<typeof verify>;

export async function run(context: Context): Promise<CommandResult> {
  const { args, options, cwd, env, terminal } = context;
  const stored = await listKeys(keysFolder(env));
  const named = options.key === undefined ? null : await readPublicKey(options.key, stored, cwd);
  const own = stored.map(({ publicKey }) => publicKey);
  if (isDocumentPath(args.file))
    return verifyDocument(args.file, { own, named: keyOfDocument(named, options) }, context);
  const served = await readServed(context, stored);
  const subject = await readPackageFile(args.file, context);
  if (subject.opened === null || hasErrors(subject.findings)) return report(subject, null, subject.findings, terminal);
  const trust = assessTrust(subject.opened, { own, named, served }, nodeCrypto);
  return report(subject, trust, [...subject.findings, ...trust.findings], terminal);
}

/** Nothing but a signature can be checked of a document by itself, so somebody has to say whose it must bear. */
function keyOfDocument(named: PublicKey | null, options: Context["options"]): PublicKey {
  if (options.signature !== undefined || options["platform-key"] !== undefined) {
    const fix = "Name the package; to check the document itself, give its key with `--key`.";
    throw new CliError("bad-option", "`--signature` and `--platform-key` go with a package, not with a document.", fix);
  }
  if (named !== null) return named;
  throw new CliError("bad-option", "A signed document needs `--key`.", "Name the key that must have signed it.");
}

async function readServed({ options, cwd }: Context, stored: readonly StoredKey[]): Promise<ServedSignature | null> {
  const { signature, "platform-key": platformKey } = options;
  if (signature === undefined && platformKey === undefined) return null;
  if (signature === undefined || platformKey === undefined) {
    const [given, missing] =
      signature === undefined ? ["--platform-key", "--signature"] : ["--signature", "--platform-key"];
    throw new CliError("bad-option", `\`${given}\` needs \`${missing}\` as well.`, "Give both, or neither.");
  }
  const bytes = await readFile(resolve(cwd, signature));
  return { bytes, file: signature, platformKey: await readPublicKey(platformKey, stored, cwd) };
}

/** What each level means to whoever asked. */
const MEANINGS: Readonly<Record<TrustLevel, string>> = {
  unsigned: "nobody signed it",
  "unknown-key": "signed by a key that is not known here",
  "own-key": "signed by a key of this machine",
  "named-key": "signed by the key you named",
  countersigned: "countersigned by the platform after review",
};

function report(
  subject: PackageOnDisk,
  trust: TrustReport | null,
  findings: readonly Finding[],
  terminal: Terminal,
): CommandResult {
  const { name, opened } = subject;
  const level = trust?.level ?? null;
  const signers = trust?.signers ?? [];
  const warnings = signers
    .filter(({ status }) => status === "unknown-key")
    .map(({ keyid }) => unknownKeyWarning(keyid));
  const json = {
    package: name,
    level,
    app: opened === null ? null : identity(opened),
    signers: signers.map(({ keyid, status }) => ({ keyid, status })),
    warnings,
    findings: findingsArray(findings),
  };
  if (hasErrors(findings)) {
    const human = `${findingsHuman({ subject: name, kind: "package", findings }, terminal.style)}\n\nNot verified${
      level === null ? "" : `: ${MEANINGS[level]}`
    }.`;
    return { exitCode: 1, json, human };
  }
  for (const warning of warnings) terminal.warn(warning);
  const isUnknown = level === "unknown-key";
  const verdict = isUnknown ? terminal.style("yellow", "Intact") : terminal.style("green", "Verified");
  const lines = [
    `${verdict}: ${name}${level === null ? "" : `, ${MEANINGS[level]}`}`,
    `  level           ${level}`,
    ...(opened === null ? [] : [`  content digest  ${opened.contentDigest}`]),
    ...signerLines(signers),
  ];
  return { exitCode: 0, json, human: lines.join("\n") };
}

function unknownKeyWarning(keyid: string): string {
  return (
    `a signature of key ${shortId(keyid)} is present, but the key is not known here: the content matches the signed document, ` +
    "the signature itself was not checked. Get the author's public key and run `mosis verify --key FILE`."
  );
}

function identity({ manifest, contentDigest }: OpenPackage) {
  return {
    id: manifest.id,
    version: manifest.version,
    version_code: manifest.version_code,
    content_digest: contentDigest,
  };
}
