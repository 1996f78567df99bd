import type { yank } from "./specs/events.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { submitEvent } from "../publish/submit-event.ts";

export async function run(context: CommandContext<typeof yank>): Promise<CommandResult> {
  if (context.options.undo) return submitEvent(context, "Bring back", { action: "unyank" });
  const reason = requiredOption(context.options, "reason");
  return submitEvent(context, "Withdraw", { action: "yank", reason });
}
