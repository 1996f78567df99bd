import type { rollout } from "./specs/events.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { basisPoints } from "../publish/publish-sources.ts";
import { submitEvent } from "../publish/submit-event.ts";

export async function run(context: CommandContext<typeof rollout>): Promise<CommandResult> {
  const { percent } = context.args;
  const { halt, resume } = context.options;
  if ([percent !== undefined, halt !== undefined, resume].filter(Boolean).length !== 1) {
    throw new CliError(
      "bad-argument",
      "What is to be done is not clear.",
      "Give a percentage, `--halt REASON` or `--resume`.",
    );
  }
  if (halt !== undefined) return submitEvent(context, "Halt", { action: "halt", reason: halt });
  if (percent === undefined) return submitEvent(context, "Resume", { action: "resume" });
  const share = basisPoints(percent);
  return submitEvent(context, `Roll out to ${share / 100} %:`, { action: "rollout", rollout_bp: share });
}
