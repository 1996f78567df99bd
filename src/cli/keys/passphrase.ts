import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Where a passphrase may come from. */
export interface PassphraseSources {
  readonly cwd: string;
  readonly env: Environment;
  readonly terminal: Terminal;
  /** Value of `--passphrase-file`. */
  readonly file: string | undefined;
}

const INSTEAD = "Set MOSIS_PASSPHRASE, or give `--passphrase-file FILE`.";

/** The passphrase that opens a key: from the file, the environment or a prompt. */
export async function existingPassphrase(sources: PassphraseSources, key: string): Promise<string> {
  const given = await givenPassphrase(sources);
  if (given !== null) return given;
  const prompts = await sources.terminal.ask("The passphrase", INSTEAD);
  return prompts.secret({ message: `Passphrase of ${key}`, check: refuseEmpty });
}

/** A passphrase for a new key; a person types it twice. */
export async function newPassphrase(sources: PassphraseSources): Promise<string> {
  const given = await givenPassphrase(sources);
  if (given !== null) return given;
  const instead = `${INSTEAD} A key for a CI machine may do without: \`--no-passphrase\`.`;
  const prompts = await sources.terminal.ask("The passphrase", instead);
  const first = await prompts.secret({ message: "Passphrase for the new key", check: refuseEmpty });
  const check = (answer: string): string | null => (answer === first ? null : "That is another one.");
  return prompts.secret({ message: "The same again", check });
}

async function givenPassphrase({ cwd, env, file }: PassphraseSources): Promise<string | null> {
  if (file !== undefined) {
    // Editors and `echo` end a file with a newline that nobody means.
    const text = (await readFile(resolve(cwd, file), "utf8")).replace(/\r?\n$/, "");
    if (text === "")
      throw new CliError("bad-option", `The passphrase file \`${file}\` is empty.`, "Write the passphrase into it.");
    return text;
  }
  const fromEnvironment = env["MOSIS_PASSPHRASE"];
  return fromEnvironment === undefined || fromEnvironment === "" ? null : fromEnvironment;
}

function refuseEmpty(answer: string): string | null {
  return answer === "" ? "An empty passphrase protects nothing." : null;
}
