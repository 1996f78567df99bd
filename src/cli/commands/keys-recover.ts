import { resolve } from "node:path";

import type { keysRecover } from "./specs/keys.ts";
import { developerKey } from "../../core/registry/compose.ts";
import { recoveryDocuments } from "../../core/registry/compose-recovery.ts";
import type { SubmissionKind } from "../../core/registry/submission.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { composeDocument } from "../keys/compose-document.ts";
import { developerOption } from "../keys/developer-id.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { newKeyPowers } from "../keys/new-key-powers.ts";
import { openSigner } from "../keys/open-signer.ts";
import { readCheckout } from "../keys/read-checkout.ts";
import { writeDocuments, writtenLines } from "../keys/write-documents.ts";
import { shortId } from "../render/text.ts";

export async function run(context: CommandContext<typeof keysRecover>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const id = developerOption(options);
  const newKey = requiredOption(options, "new-key");
  const out = resolve(cwd, requiredOption(options, "out"));
  const record = await readCheckout(out, id);
  const named = options["also-lost"]?.split(",").map((each) => each.trim()) ?? [];
  const alsoLost = named.map((each) => keyOfDeveloper(record.developer, each));

  const stored = await listKeys(keysFolder(env));
  const signer = await openSigner(newKey, stored, { cwd, env, terminal, file: options["passphrase-file"] });
  // Whoever comes back may do everything again; further keys can follow.
  const { use } = newKeyPowers({ use: undefined, apps: undefined });
  const key = developerKey(signer.object, use, nodeCrypto.sha256);
  const composed = recoveryDocuments(record, { key, alsoLost }, nodeCrypto.sha256);
  if (!composed.ok) throw keyRefusal(composed, record.developer);

  const { rotation, developer } = composed;
  const files = [
    composeDocument({ kind: "rotation", developer: id, seq: rotation.seq }, rotation, [signer]),
    composeDocument({ kind: "developer", developer: id }, developer, [signer]),
  ];
  const paths = await writeDocuments(out, files, dryRun);
  const lost = developer.keys.filter(({ revoked }) => revoked?.from_seq === developer.seq).map(({ keyid }) => keyid);
  const kind: SubmissionKind = "rotate";
  const plan = {
    kind,
    developer: id,
    seq: developer.seq,
    rotation: rotation.seq,
    keyid: key.keyid,
    lost,
    files: paths,
  };
  if (!dryRun) {
    terminal.say(
      "Open a pull request with exactly what was written, and tell the people who run the store: their offline keys have to state it.",
    );
  }
  const human = [
    ...writtenLines(paths, dryRun),
    `  puts key ${key.keyid} in charge of "${id}"`,
    ...lost.map((each) => `  revokes key ${shortId(each)} as lost`),
  ];
  return { exitCode: 0, json: { dry_run: dryRun, plan }, human: human.join("\n") };
}
