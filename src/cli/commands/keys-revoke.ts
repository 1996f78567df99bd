import { resolve } from "node:path";

import type { keysRevoke } from "./specs/keys.ts";
import { revocationBody } from "../../core/registry/compose-keys.ts";
import type { SubmissionKind } from "../../core/registry/submission.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { accountSigner } from "../keys/account-signer.ts";
import { composeDocument } from "../keys/compose-document.ts";
import { developerOption } from "../keys/developer-id.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { readCheckout } from "../keys/read-checkout.ts";
import { revocationReasons } from "../keys/revocation-reasons.ts";
import { writeDocuments, writtenLines } from "../keys/write-documents.ts";

export async function run(context: CommandContext<typeof keysRevoke>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const id = developerOption(options);
  const revoked = requiredOption(options, "revoke");
  const reason = requiredOption(options, "reason");
  const out = resolve(cwd, requiredOption(options, "out"));
  const record = await readCheckout(out, id);
  const keyid = keyOfDeveloper(record.developer, revoked);

  const stored = await listKeys(keysFolder(env));
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  const signer = await accountSigner(options.key, { stored, developer: record.developer, revoked: keyid }, sources);
  const composed = revocationBody(record.developer, { keyid, reason, signer: signer.key.keyid }, nodeCrypto.sha256);
  if (!composed.ok) throw keyRefusal(composed, record.developer);

  const { developer } = composed;
  const file = composeDocument({ kind: "developer", developer: id }, developer, [signer]);
  const files = await writeDocuments(out, [file], dryRun);
  const kind: SubmissionKind = "developer-change";
  const plan = { kind, developer: id, seq: developer.seq, keyid, reason, signer: signer.key.keyid, files };
  if (!dryRun) terminal.say("Open a pull request with exactly this file. A revocation is never taken back.");
  const human = [
    ...writtenLines(files, dryRun),
    `  revokes key ${keyid} of "${id}" as ${reason}`,
    `  ${revocationReasons[reason]}`,
  ];
  return { exitCode: 0, json: { dry_run: dryRun, plan }, human: human.join("\n") };
}
