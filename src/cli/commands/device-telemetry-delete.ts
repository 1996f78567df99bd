import type { deviceTelemetryDelete } from "./specs/device-telemetry.ts";
import { resetSecret } from "../../device/telemetry/consent.ts";
import { deleteTelemetry } from "../../device/telemetry/privacy.ts";
import { telemetryStatus } from "../../device/telemetry/telemetry-status.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import { serviceOf } from "../device/telemetry-service.ts";

export async function run(context: CommandContext<typeof deviceTelemetryDelete>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const service = serviceOf(options);
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const { apps, waiting } = await telemetryStatus(device);
  const isNew = options["new-secret"];
  if (!dryRun) {
    const progress = terminal.progress("Asking the telemetry service");
    await deleteTelemetry(device, service).finally(progress.stop);
    if (isNew) await resetSecret(device);
  }
  const verb = dryRun ? "Would have everything deleted" : "Everything is deleted";
  return {
    exitCode: 0,
    json: { dry_run: dryRun, apps, dropped: waiting, new_secret: isNew },
    human: `${verb} that was sent of ${apps.join(", ") || "no app"}; ${dryRun ? "would drop" : "dropped"} ${waiting} that waited`,
  };
}
