import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { keysRegister } from "./specs/keys.ts";
import { echo } from "../../core/findings/finding.ts";
import { composeFile, developerKey } from "../../core/registry/compose.ts";
import { registrationBody } from "../../core/registry/compose-keys.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { developerOption } from "../keys/developer-id.ts";
import { openSigner } from "../keys/open-signer.ts";

export async function run(context: CommandContext<typeof keysRegister>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const developer = developerOption(options);
  const registry = requiredOption(options, "registry");
  const name = requiredOption(options, "name");
  const githubId = numericId(requiredOption(options, "github-id"));
  const out = resolve(cwd, requiredOption(options, "out"));

  const stored = await listKeys(keysFolder(env));
  const signer = await openSigner(options.key, stored, { cwd, env, terminal, file: options["passphrase-file"] });
  const key = developerKey(signer.object, ["package", "version", "event", "account"], nodeCrypto.sha256);
  const body = registrationBody({ registry, developer, name, githubId, keys: [key] });
  const place = { kind: "developer", developer } as const;
  const { path: relative, bytes } = composeFile(place, body, [signer], nodeCrypto.sha256);
  const checked = parseRegistryDocument(place, relative, bytes);
  if (!checked.ok) {
    const [first] = checked.findings;
    throw new CliError("bad-option", first?.message ?? "The document is not valid.", first?.fix ?? null);
  }
  const path = join(out, relative);
  if (existsSync(path)) {
    const message = `There is a document of "${developer}" already: ${path}`;
    throw new CliError("developer-exists", message, "Choose another id or another folder.");
  }
  if (!dryRun) await writeAtomically(path, bytes);
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { developer, seq: body.seq, keyid: key.keyid, files: [path] } },
    human: `${dryRun ? "Would write" : "Wrote"} ${path}\n  registers "${developer}" with key ${key.keyid}`,
  };
}

function numericId(given: string): number {
  const id = /^[1-9]\d*$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  const fix = "It is the `id` of `https://api.github.com/users/NAME`.";
  throw new CliError("bad-option", `\`--github-id\` is ${echo(given)}, not a number.`, fix);
}
