import type { keysRecover } from "./specs/keys.ts";
import { composeFile, developerKey } from "../../core/registry/compose.ts";
import { recoveryDocuments } from "../../core/registry/compose-recovery.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { keyOfDeveloper, keyRefusal } from "../keys/key-refusal.ts";
import { newKeyPowers } from "../keys/new-key-powers.ts";
import { openSigner } from "../keys/open-signer.ts";
import { requireRecord } from "../keys/read-record.ts";
import { submitKeys } from "../keys/submit-keys.ts";
import { checkFiles } from "../publish/check-files.ts";
import { shortId } from "../render/text.ts";

export async function run(context: CommandContext<typeof keysRecover>): Promise<CommandResult> {
  const { options } = context;
  const newKey = requiredOption(options, "new-key");
  const { sha256 } = nodeCrypto;
  return submitKeys(context, async ({ id, source, stored, sources, ...scene }) => {
    const record = requireRecord(scene.record, id, source);
    const named = options["also-lost"]?.split(",").map((each) => each.trim()) ?? [];
    const alsoLost = named.map((each) => keyOfDeveloper(record.developer, each));
    const signer = await openSigner(newKey, stored, sources);
    // Whoever comes back may do everything again; further keys can follow.
    const { use } = newKeyPowers({ use: undefined, apps: undefined });
    const key = developerKey(signer.object, use, sha256);
    const composed = recoveryDocuments(record, { key, alsoLost }, sha256);
    if (!composed.ok) throw keyRefusal(composed, record.developer);

    const { rotation, developer } = composed;
    const { seq } = rotation;
    const files = [
      composeFile({ kind: "rotation", developer: id, seq }, rotation, [signer], sha256),
      composeFile({ kind: "developer", developer: id }, developer, [signer], sha256),
    ];
    checkFiles(files);
    const lost = developer.keys.filter(({ revoked }) => revoked?.from_seq === developer.seq).map(({ keyid }) => keyid);
    const draft = {
      kind: "rotate",
      subject: id,
      title: `Put a new key in charge of ${id}`,
      summary: [
        `Puts the key \`${key.keyid}\` in charge, and revokes as lost: ${lost.map((each) => `\`${each}\``).join(", ")}.`,
        "The offline keys of the store have to state it first.",
      ],
      files,
    } as const;
    const change = { developer: id, seq: developer.seq, rotation: seq, keyid: key.keyid, lost };
    const lines = [
      `puts key ${key.keyid} in charge of "${id}"`,
      ...lost.map((each) => `revokes key ${shortId(each)} as lost`),
      "tell the people who run the store: their offline keys have to state it",
    ];
    return { isDone: false, draft, developer, change, lines };
  });
}
