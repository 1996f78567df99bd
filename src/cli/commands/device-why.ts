import type { deviceWhy } from "./specs/device.ts";
import { ROLLOUT_BUCKETS } from "../../core/device/rollout.ts";
import { explainUpdate, type UpdateReasons } from "../../device/why.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceWhy>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal } = context;
  const { root, "mosis-version": mosisVersion } = options;
  const device = openDevice({ root, mosisVersion, acceptsPermissions: false, cwd, env, terminal });
  const progress = terminal.progress("Asking the store");
  const reasons = await explainUpdate(device, appIdOf(args.app)).finally(progress.stop);
  return { exitCode: 0, json: { ...reasons }, human: lines(reasons).join("\n") };
}

function lines(reasons: UpdateReasons): string[] {
  const { app_id: app, installed, status, status_reason, next, consent, passed_over, bucket } = reasons;
  const because = status_reason === null ? "" : `: ${JSON.stringify(status_reason)}`;
  const isOffered = status === "available" || status === "unlisted";
  const waits = consent.length === 0 ? "" : `, once you agree to ${consent.join(", ")}`;
  return [
    `${app} is at ${installed.version}${isOffered ? "" : `, which is ${status}${because}`}`,
    next === null ? "No other version would come" : `Would become ${next.version}${waits}`,
    ...passed_over.map(({ why }) => why),
    ...(passed_over.some(({ reason }) => reason === "rollout") ? [bucketLine(bucket)] : []),
  ];
}

function bucketLine(bucket: number): string {
  const percent = (bucket * 100) / ROLLOUT_BUCKETS;
  return `The device is in bucket ${bucket} of 0 to ${ROLLOUT_BUCKETS - 1} for this app: rollouts above ${percent} % reach it.`;
}
