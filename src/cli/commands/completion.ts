import type { completion } from "./specs/completion.ts";
import { commands } from "./table.ts";
import { suggest } from "../arguments/suggest.ts";
import { echo } from "../../core/findings/finding.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { completionScript, shells } from "../render/completion.ts";

export function run({ args }: CommandContext<typeof completion>): Promise<CommandResult> {
  const shell = shells.find((each) => each === args.shell);
  if (shell === undefined) {
    const advice = suggest(args.shell, shells, (each) => `mosis completion ${each}`);
    return Promise.reject(
      new CliError(
        "bad-argument",
        `There is no script for ${echo(args.shell)}, only for ${shells.join(", ")}.`,
        advice,
      ),
    );
  }
  const script = completionScript(shell, commands);
  return Promise.resolve({ exitCode: 0, json: { shell, script }, human: script });
}
