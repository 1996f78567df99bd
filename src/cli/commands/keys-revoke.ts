import type { keysRevoke } from "./specs/keys.ts";
import { composeFile } from "../../core/registry/compose.ts";
import { revocationBody } from "../../core/registry/compose-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { accountSigner } from "../keys/account-signer.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { requireRecord } from "../keys/read-record.ts";
import { revocationReasons } from "../keys/revocation-reasons.ts";
import { submitKeys } from "../keys/submit-keys.ts";
import { checkFiles } from "../publish/check-files.ts";

export async function run(context: CommandContext<typeof keysRevoke>): Promise<CommandResult> {
  const { options } = context;
  const revoked = requiredOption(options, "revoke");
  const reason = requiredOption(options, "reason");
  const { sha256 } = nodeCrypto;
  return submitKeys(context, async ({ id, source, stored, sources, ...scene }) => {
    const { developer: before } = requireRecord(scene.record, id, source);
    const keyid = keyOfDeveloper(before, revoked);
    if (before.keys.some((key) => key.keyid === keyid && key.revoked?.reason === reason)) {
      return { isDone: true, line: `key ${keyid} of "${id}" is revoked as ${reason} already` };
    }
    const signer = await accountSigner(options.key, { stored, developer: before, revoked: keyid }, sources);
    const composed = revocationBody(before, { keyid, reason, signer: signer.key.keyid }, sha256);
    if (!composed.ok) throw keyRefusal(composed, before);

    const { developer } = composed;
    const files = [composeFile({ kind: "developer", developer: id }, developer, [signer], sha256)];
    checkFiles(files);
    const draft = {
      kind: "developer-change",
      subject: id,
      title: `Revoke a key of ${id}`,
      summary: [`Revokes the key \`${keyid}\` as ${reason}.`],
      files,
    } as const;
    const change = { developer: id, seq: developer.seq, keyid, reason, signer: signer.key.keyid };
    const lines = [
      `revokes key ${keyid} of "${id}" as ${reason}`,
      revocationReasons[reason],
      "a revocation is never taken back",
    ];
    return { isDone: false, draft, developer, change, lines };
  });
}
