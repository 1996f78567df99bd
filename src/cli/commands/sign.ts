import type { sign } from "./specs/packages.ts";
import { hasErrors } from "../../core/findings/finding.ts";
import type { KeySigner } from "../../node/key-file.ts";
import { keysFolder, listKeys, type StoredKey } from "../../node/key-store.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openSigner } from "../keys/open-signer.ts";
import { type PackageOnDisk, readPackageFile, stoppedBy } from "../package-file.ts";
import { signArchive } from "../sign-archive.ts";
import type { FindingsReport } from "../../core/findings/formats/findings-report.ts";
import { shortId } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What happens to one package. */
interface SignStep {
  readonly path: string;
  readonly name: string;
  /** Null when the package bears the signature already. */
  readonly archive: Uint8Array | null;
}

export async function run(context: CommandContext<typeof sign>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const stored = await listKeys(keysFolder(env));
  const packages: PackageOnDisk[] = [];
  for (const given of new Set(args.package)) packages.push(await readPackageFile(given, context));
  const signer = await openSigner(options.key, stored, { cwd, env, terminal, file: options["passphrase-file"] });

  const steps: SignStep[] = [];
  for (const each of packages) {
    const step = plan(each, signer, stored, terminal);
    // Findings in one package leave all of them as they were.
    if ("findings" in step) return stoppedBy(step, "Nothing was signed.", terminal);
    steps.push(step);
  }
  if (!dryRun) for (const { path, archive } of steps) if (archive !== null) await writeAtomically(path, archive);

  const { keyid } = signer.key;
  const verb = dryRun ? "Would sign" : "Signed";
  const human = steps.map(({ name, archive }) =>
    archive === null ? `${name} is signed with key ${shortId(keyid)} already` : `${verb} ${name} with key ${keyid}`,
  );
  const packagesJson = steps.map(({ path, archive }) => ({ path, action: archive === null ? "keep" : "sign" }));
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { keyid, packages: packagesJson } },
    human: human.join("\n"),
  };
}

function plan(
  { path, name, opened, findings }: PackageOnDisk,
  signer: KeySigner,
  stored: readonly StoredKey[],
  terminal: Terminal,
): SignStep | FindingsReport {
  const stop = (found: FindingsReport["findings"]): FindingsReport => ({
    subject: name,
    kind: "package",
    findings: found,
  });
  if (opened === null || hasErrors(findings)) return stop(findings);
  const signed = signArchive(opened, signer, stored);
  if (!signed.ok) return stop(signed.findings);
  for (const { message } of signed.replaced)
    terminal.warn(`${name}: the signature in it was unusable and is replaced: ${message}`);
  return { path, name, archive: signed.archive };
}
