import type { keysList } from "./specs/keys.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";

export async function run({ env, terminal }: CommandContext<typeof keysList>): Promise<CommandResult> {
  const folder = keysFolder(env);
  const keys = await listKeys(folder);
  if (keys.length === 0) terminal.say("Make a key with `mosis keys generate`.");
  const lines = keys.map(
    ({ publicKey, encrypted }) => `${publicKey.keyid}  ${encrypted ? "encrypted" : "not encrypted"}`,
  );
  return {
    exitCode: 0,
    json: {
      folder,
      keys: keys.map(({ publicKey, object, path, encrypted }) => ({
        keyid: publicKey.keyid,
        ...object,
        path,
        encrypted,
      })),
    },
    human: lines.length === 0 ? `No keys in ${folder}` : lines.join("\n"),
  };
}
