import type { keysGenerate } from "./specs/keys.ts";
import { generateKeyPem, openKeyPem } from "../../node/key-file.ts";
import { keyPaths, keysFolder, storeKey } from "../../node/key-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { newPassphrase } from "../keys/passphrase.ts";

export async function run(context: CommandContext<typeof keysGenerate>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const folder = keysFolder(env);
  const file = options["passphrase-file"];
  const encrypted = !options["no-passphrase"];
  if (!encrypted && file !== undefined) {
    throw new CliError(
      "bad-option",
      "`--no-passphrase` and `--passphrase-file` exclude each other.",
      "Give one of them.",
    );
  }
  if (dryRun) {
    // The id is only known once the key exists; nothing is made here.
    const human = `Would make a key in ${folder}${encrypted ? ", encrypted with a passphrase" : ""}`;
    return { exitCode: 0, json: { dry_run: true, plan: { folder, encrypted } }, human };
  }
  const passphrase = encrypted ? await newPassphrase({ cwd, env, terminal, file }) : null;
  const pem = generateKeyPem(passphrase);
  const key = await storeKey(folder, pem, openKeyPem(pem, passphrase));
  const { keyid } = key.publicKey;
  if (!encrypted) terminal.warn("the key is not encrypted: whoever reads the file can sign as you.");
  const { publicKey } = keyPaths(folder, keyid);
  return {
    exitCode: 0,
    json: {
      dry_run: false,
      plan: { folder, encrypted },
      key: { keyid, ...key.object, path: key.path, public_path: publicKey },
    },
    human: [
      `Made key ${terminal.style("bold", keyid)}`,
      `  private  ${key.path}`,
      `  public   ${publicKey}`,
      "",
      "Keep a copy of the private file in a safe place. Next: `mosis sign <package>`",
    ].join("\n"),
  };
}
