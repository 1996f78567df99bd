import type { deviceTelemetryExport } from "./specs/device-telemetry.ts";
import { exportTelemetry } from "../../device/telemetry/privacy.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import { serviceOf } from "../device/telemetry-service.ts";

export async function run(context: CommandContext<typeof deviceTelemetryExport>): Promise<CommandResult> {
  const { options, cwd, env, terminal } = context;
  const service = serviceOf(options);
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const progress = terminal.progress("Asking the telemetry service");
  const stored = await exportTelemetry(device, service).finally(progress.stop);
  return { exitCode: 0, json: { stored }, human: JSON.stringify(stored, null, 2) };
}
