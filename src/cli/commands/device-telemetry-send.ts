import type { deviceTelemetrySend } from "./specs/device-telemetry.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { type SendOutcome, sendTelemetry } from "../../device/telemetry/send-telemetry.ts";
import { telemetryStatus } from "../../device/telemetry/telemetry-status.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import { serviceOf } from "../device/telemetry-service.ts";

const WAITS = {
  consent: "Nobody agreed to anything being sent.",
  offline: "The device is offline.",
  "back-off": "The service is left alone for a while.",
} as const;

export async function run(context: CommandContext<typeof deviceTelemetrySend>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const service = serviceOf(options);
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  if (dryRun) {
    const { waiting } = await telemetryStatus(device);
    return { exitCode: 0, json: { dry_run: true, waiting }, human: `Would send ${waiting}` };
  }
  const progress = terminal.progress("Sending");
  const outcome = await sendTelemetry(device, service, { ifDue: options["if-due"] }).finally(progress.stop);
  const isLeft = outcome.kind === "sent" && outcome.left > 0;
  return { exitCode: isLeft ? 4 : 0, json: { dry_run: false, ...jsonOf(outcome) }, human: humanOf(outcome) };
}

function jsonOf(outcome: SendOutcome): JsonObject {
  const until = outcome.until?.toISOString() ?? null;
  if (outcome.kind === "wait") return { sent: false, why: WAITS[outcome.for], until };
  const { taken, refused, left } = outcome;
  return { sent: true, taken, refused: refused.map((each) => ({ ...each })), left, until };
}

function humanOf(outcome: SendOutcome): string {
  if (outcome.kind === "wait") return `Nothing is sent. ${WAITS[outcome.for]}`;
  const { taken, refused, left, until } = outcome;
  const parts = [
    `Sent ${taken}`,
    ...(refused.length > 0 ? [`the service refused ${refused.length}, which are dropped`] : []),
    ...(left > 0 ? [`${left} wait until ${until?.toISOString() ?? "the next attempt"}`] : []),
  ];
  return parts.join("; ");
}
