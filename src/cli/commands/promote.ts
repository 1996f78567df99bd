import type { promote } from "./specs/events.ts";
import { echo } from "../../core/findings/finding.ts";
import { TRACKS } from "../../core/registry/tracks.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { submitEvent } from "../publish/submit-event.ts";

export async function run(context: CommandContext<typeof promote>): Promise<CommandResult> {
  const track = TRACKS.find((each) => each === context.args.track);
  if (track !== undefined) return submitEvent(context, `Promote to ${track}:`, { action: "promote", track });
  throw new CliError("bad-argument", `${echo(context.args.track)} is no track.`, `Give one of ${TRACKS.join(", ")}.`);
}
