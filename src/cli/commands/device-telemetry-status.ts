import type { deviceTelemetryStatus } from "./specs/device-telemetry.ts";
import { levels } from "./device-telemetry-consent.ts";
import { telemetryStatus } from "../../device/telemetry/telemetry-status.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceTelemetryStatus>): Promise<CommandResult> {
  const { options, cwd, env, terminal } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const { consent, ...status } = await telemetryStatus(device);
  const level = levels[consent];
  const lines = [
    `Consent: ${level}`,
    ...(status.waiting > 0 ? [`${status.waiting} wait to be sent`] : []),
    ...(status.retry_at === null ? [] : [`The next attempt is due at ${status.retry_at}`]),
    ...(status.apps.length > 0 ? [`Counted: ${status.apps.join(", ")}`] : []),
  ];
  return { exitCode: 0, json: { consent: level, ...status }, human: lines.join("\n") };
}
