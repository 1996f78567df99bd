import type { deviceCheck } from "./specs/device.ts";
import { stepJson, stepLine } from "./device-update.ts";
import { planUpdates } from "../../device/update.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";

/** Ends with 0 whatever it finds, a store that is away included: it is asked what there is, not to do anything. */
export async function run(context: CommandContext<typeof deviceCheck>): Promise<CommandResult> {
  const { options, cwd, env, terminal } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const progress = terminal.progress("Asking the stores");
  const steps = await planUpdates(device, null).finally(progress.stop);
  const available = steps.filter(({ kind }) => kind === "update").length;
  return {
    exitCode: 0,
    json: { available, apps: steps.map(stepJson) },
    human: steps.length === 0 ? "No apps are installed" : steps.map((step) => stepLine(step, true)).join("\n"),
  };
}
