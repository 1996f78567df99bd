import type { deviceRollback } from "./specs/device.ts";
import { planRollback, rollbackApp } from "../../device/rollback.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceRollback>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const app = appIdOf(args.app);
  const plan = await (dryRun ? planRollback(device, app) : rollbackApp(device, app));
  const { from, to } = plan;
  const verb = dryRun ? "Would go back" : "Went back";
  terminal.say(`${from.version} does not come again; a newer version does.`);
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan },
    human: `${verb} from ${app} ${from.version} to ${to.version}`,
  };
}
