import type { keysRotate } from "./specs/keys.ts";
import { composeFile, type ComposedFile, developerKey } from "../../core/registry/compose.ts";
import { hasRotated, rotationDocuments } from "../../core/registry/compose-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { accountSigner } from "../keys/account-signer.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { newKeyPowers } from "../keys/new-key-powers.ts";
import { openSigner } from "../keys/open-signer.ts";
import { requireRecord } from "../keys/read-record.ts";
import { revocationReasons } from "../keys/revocation-reasons.ts";
import { submitKeys } from "../keys/submit-keys.ts";
import { checkFiles } from "../publish/check-files.ts";
import { shortId } from "../render/text.ts";

export async function run(context: CommandContext<typeof keysRotate>): Promise<CommandResult> {
  const { options } = context;
  const newKey = requiredOption(options, "new-key");
  const { use, bound } = newKeyPowers(options);
  const { sha256 } = nodeCrypto;
  return submitKeys(context, async ({ id, source, stored, sources, ...scene }) => {
    const record = requireRecord(scene.record, id, source);
    const replaces = options.replaces === undefined ? null : keyOfDeveloper(record.developer, options.replaces);
    const newFile = options["new-passphrase-file"] ?? sources.file;
    const added = await openSigner(newKey, stored, { ...sources, file: newFile });
    const key = developerKey(added.object, use, sha256, bound);
    if (hasRotated(record.developer, { key, replaces })) {
      return { isDone: true, line: `"${id}" has key ${key.keyid} already` };
    }
    const signer = await accountSigner(options.key, { stored, developer: record.developer }, sources);
    const composed = rotationDocuments(record, { key, signer: signer.key.keyid, replaces }, sha256);
    if (!composed.ok) throw keyRefusal(composed, record.developer);

    const { rotation, developer } = composed;
    const signers = [signer, added];
    const files: ComposedFile[] = [composeFile({ kind: "developer", developer: id }, developer, signers, sha256)];
    // First, so that a developer document never lists a key before the rotation that signs it in is there.
    if (rotation !== null) {
      const { seq } = rotation;
      files.unshift(composeFile({ kind: "rotation", developer: id, seq }, rotation, signers, sha256));
    }
    checkFiles(files);
    const instead = replaces === null ? "" : `, in place of \`${replaces}\``;
    const powers = `${use.join(", ")}${bound.apps === undefined ? "" : `; for ${bound.apps.join(", ")} only`}`;
    const draft = {
      kind: rotation === null ? "developer-change" : "rotate",
      subject: id,
      title: `Add a key of ${id}`,
      summary: [`Adds the key \`${key.keyid}\`${instead}. It may sign: ${powers}.`],
      files,
    } as const;
    const change = {
      developer: id,
      seq: developer.seq,
      rotation: rotation?.seq ?? null,
      keyid: key.keyid,
      use,
      ...bound,
      signer: signer.key.keyid,
      replaces,
    };
    const lines = [
      `adds key ${key.keyid} to "${id}"`,
      `it may sign: ${powers}`,
      ...(rotation === null ? ["devices have no use for such a key, so there is no rotation"] : []),
      ...(replaces === null ? [] : [`retires key ${shortId(replaces)}: ${revocationReasons.retired}`]),
      "a person looks at keys that are added",
    ];
    return { isDone: false, draft, developer, change, lines };
  });
}
