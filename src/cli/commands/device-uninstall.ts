import type { deviceUninstall } from "./specs/device.ts";
import { planUninstall, uninstallApp } from "../../device/uninstall.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceUninstall>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const request = { app: appIdOf(args.app), data: options.data, forget: options.forget };
  const plan = await (dryRun ? planUninstall(device, request) : uninstallApp(device, request));
  const name = plan.version === null ? plan.app_id : `${plan.app_id} ${plan.version}`;
  const verb = dryRun ? "Would remove" : "Removed";
  if (!plan.removes.includes("data")) terminal.say("What it stored stays; `--data` removes that too.");
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan },
    human: `${verb} ${name}: ${plan.removes.join(", ")}`,
  };
}
