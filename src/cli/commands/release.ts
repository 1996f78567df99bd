import type { release } from "./specs/events.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { submitEvent } from "../publish/submit-event.ts";

export function run(context: CommandContext<typeof release>): Promise<CommandResult> {
  return submitEvent(context, "Release", { action: "release" });
}
