import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { keysRegister } from "./specs/keys.ts";
import { echo } from "../../core/findings/finding.ts";
import { developerKey } from "../../core/registry/compose.ts";
import { registrationBody } from "../../core/registry/compose-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { composeDocument } from "../keys/compose-document.ts";
import { developerOption } from "../keys/developer-id.ts";
import { openSigner } from "../keys/open-signer.ts";
import { writeDocuments, writtenLines } from "../keys/write-documents.ts";

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
  const file = composeDocument({ kind: "developer", developer }, body, [signer]);
  const path = join(out, file.path);
  if (existsSync(path)) {
    const message = `There is a document of "${developer}" already: ${path}`;
    throw new CliError("developer-exists", message, "Choose another id or another folder.");
  }
  const files = await writeDocuments(out, [file], dryRun);
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { developer, seq: body.seq, keyid: key.keyid, files } },
    human: [...writtenLines(files, dryRun), `  registers "${developer}" with key ${key.keyid}`].join("\n"),
  };
}

function numericId(given: string): number {
  const id = /^[1-9]\d*$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  const fix = "It is the `id` of `https://api.github.com/users/NAME`.";
  throw new CliError("bad-option", `\`--github-id\` is ${echo(given)}, not a number.`, fix);
}
