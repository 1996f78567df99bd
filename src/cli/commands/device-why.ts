import type { deviceWhy } from "./specs/device.ts";
import { explainUpdate, type UpdateReasons } from "../../device/why.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceWhy>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const progress = terminal.progress("Asking the store");
  const reasons = await explainUpdate(device, appIdOf(args.app)).finally(progress.stop);
  return { exitCode: 0, json: { ...reasons }, human: lines(reasons).join("\n") };
}

function lines({ app_id: app, installed, status, status_reason, next, consent, passed_over }: UpdateReasons): string[] {
  const because = status_reason === null ? "" : `: ${JSON.stringify(status_reason)}`;
  const isOffered = status === "available" || status === "unlisted";
  const waits = consent.length === 0 ? "" : `, once you agree to ${consent.join(", ")}`;
  return [
    `${app} is at ${installed.version}${isOffered ? "" : `, which is ${status}${because}`}`,
    next === null ? "No other version would come" : `Would become ${next.version}${waits}`,
    ...passed_over.map(({ why }) => why),
  ];
}
