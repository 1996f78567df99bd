import { resolve } from "node:path";

import type { keysRotate } from "./specs/keys.ts";
import { type ComposedFile, developerKey } from "../../core/registry/compose.ts";
import { rotationDocuments } from "../../core/registry/compose-keys.ts";
import type { SubmissionKind } from "../../core/registry/submission.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { accountSigner } from "../keys/account-signer.ts";
import { composeDocument } from "../keys/compose-document.ts";
import { developerOption } from "../keys/developer-id.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { newKeyPowers } from "../keys/new-key-powers.ts";
import { openSigner } from "../keys/open-signer.ts";
import { readCheckout } from "../keys/read-checkout.ts";
import { revocationReasons } from "../keys/revocation-reasons.ts";
import { writeDocuments, writtenLines } from "../keys/write-documents.ts";
import { shortId } from "../render/text.ts";

export async function run(context: CommandContext<typeof keysRotate>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const id = developerOption(options);
  const newKey = requiredOption(options, "new-key");
  const { use, bound } = newKeyPowers(options);
  const out = resolve(cwd, requiredOption(options, "out"));
  const record = await readCheckout(out, id);
  const replaces = options.replaces === undefined ? null : keyOfDeveloper(record.developer, options.replaces);

  const stored = await listKeys(keysFolder(env));
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  const signer = await accountSigner(options.key, { stored, developer: record.developer }, sources);
  const newFile = options["new-passphrase-file"] ?? sources.file;
  const added = await openSigner(newKey, stored, { ...sources, file: newFile });
  const key = developerKey(added.object, use, nodeCrypto.sha256, bound);
  const composed = rotationDocuments(record, { key, signer: signer.key.keyid, replaces }, nodeCrypto.sha256);
  if (!composed.ok) throw keyRefusal(composed, record.developer);

  const { rotation, developer } = composed;
  const signers = [signer, added];
  const files: ComposedFile[] = [composeDocument({ kind: "developer", developer: id }, developer, signers)];
  // First, so that a developer document never lists a key before the rotation that signs it in is there.
  if (rotation !== null) {
    files.unshift(composeDocument({ kind: "rotation", developer: id, seq: rotation.seq }, rotation, signers));
  }
  const paths = await writeDocuments(out, files, dryRun);
  const kind: SubmissionKind = rotation === null ? "developer-change" : "rotate";
  const plan = {
    kind,
    developer: id,
    seq: developer.seq,
    rotation: rotation?.seq ?? null,
    keyid: key.keyid,
    use,
    ...bound,
    signer: signer.key.keyid,
    replaces,
    files: paths,
  };
  if (!dryRun)
    terminal.say("Open a pull request with exactly what was written. A person looks at keys that are added.");
  const human = [
    ...writtenLines(paths, dryRun),
    `  adds key ${key.keyid} to "${id}"`,
    `  it may sign: ${use.join(", ")}${bound.apps === undefined ? "" : `; for ${bound.apps.join(", ")} only`}`,
    ...(rotation === null ? ["  devices have no use for such a key, so there is no rotation"] : []),
    ...(replaces === null ? [] : [`  retires key ${shortId(replaces)}: ${revocationReasons.retired}`]),
  ];
  return { exitCode: 0, json: { dry_run: dryRun, plan }, human: human.join("\n") };
}
