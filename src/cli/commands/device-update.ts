import type { deviceUpdate } from "./specs/device.ts";
import type { DeviceError } from "../../device/device-error.ts";
import type { UpdateStep } from "../../device/plan-updates.ts";
import { planUpdates, updateApps } from "../../device/update.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";
import { errorJson, explainError } from "../errors/explain-error.ts";

export async function run(context: CommandContext<typeof deviceUpdate>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const apps = args.app.length === 0 ? null : [...new Set(args.app.map(appIdOf))];
  const progress = terminal.progress("Updating");
  const { root, "mosis-version": mosisVersion, "accept-permissions": acceptsPermissions } = options;
  const device = openDevice({
    root,
    mosisVersion,
    acceptsPermissions,
    cwd,
    env,
    terminal,
    beforeAsking: progress.stop,
  });
  const steps = await (dryRun ? planUpdates(device, apps) : updateApps(device, apps)).finally(progress.stop);

  const errors = steps.flatMap((step) => (step.kind === "failed" ? [step.error] : []));
  for (const fix of new Set(errors.map((error) => explainError(error).fix))) if (fix !== null) terminal.say(fix);
  if (steps.some(({ kind }) => kind === "held")) terminal.say("Agree with `mosis device update --accept-permissions`.");
  return {
    exitCode: exitCodeOf(errors),
    json: { dry_run: dryRun, apps: steps.map(stepJson) },
    human: steps.length === 0 ? "No apps are installed" : steps.map((step) => stepLine(step, dryRun)).join("\n"),
  };
}

/** 4 when it was only the network. */
export function exitCodeOf(errors: readonly DeviceError[]): CommandResult["exitCode"] {
  if (errors.length === 0) return 0;
  return errors.every(({ code }) => code === "unreachable") ? 4 : 1;
}

/** What becomes of an app, for programs. */
export function stepJson(step: UpdateStep): JsonObject {
  switch (step.kind) {
    case "update":
      return { app_id: step.app, action: "update", plan: step.plan, transfer: step.transfer };
    case "held":
      return { app_id: step.app, action: "held", plan: step.plan };
    case "none":
      return { app_id: step.app, action: "none", reason: step.reason, why: step.why };
    case "failed":
      return { app_id: step.app, action: "failed", error: errorJson(explainError(step.error)) };
  }
}

/** What becomes of an app, for people. */
export function stepLine(step: UpdateStep, dryRun: boolean): string {
  switch (step.kind) {
    case "update": {
      const { from, to, consent } = step.plan;
      const asks = dryRun && consent.length > 0 ? `, once you agree to ${consent.join(", ")}` : "";
      return `${dryRun ? "Would update" : "Updated"} ${step.app} ${from?.version ?? ""} to ${to.version}${asks}`;
    }
    case "held":
      return `${step.app} waits with ${step.plan.to.version}: it also asks for ${step.plan.consent.join(", ")}`;
    case "none":
      return `${step.app} stays as it is: ${step.why}`;
    case "failed":
      return `${step.app} could not be updated: ${step.error.message}`;
  }
}
