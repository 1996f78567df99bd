import type { deviceCheck } from "./specs/device.ts";
import { exitCodeOf, stepJson, stepLine } from "./device-update.ts";
import { type AppOutlook, isWithdrawn } from "../../core/device/app-outlook.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { withdrawnSentence } from "../../device/notify.ts";
import type { UpdateStep } from "../../device/plan-updates.ts";
import { planUpdates } from "../../device/update.ts";
import { type Checked, runCheck } from "../../device/update-checker.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";

/** Ends with 0 whatever it finds, a store that is away included: it is asked what there is, not to do anything. */
export async function run(context: CommandContext<typeof deviceCheck>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const { root, "mosis-version": mosisVersion, "if-due": ifDue, install } = options;
  const device = openDevice({ root, mosisVersion, acceptsPermissions: false, cwd, env, terminal });
  const progress = terminal.progress("Asking the stores");
  if (dryRun) {
    const steps = await planUpdates(device, null).finally(progress.stop);
    return { exitCode: 0, json: { dry_run: true, ...found(steps, []) }, human: humanOf(steps, []) };
  }
  const outcome = await runCheck(device, { ifDue, install }).finally(progress.stop);
  if (outcome.kind === "wait") {
    const { why, until } = outcome;
    const json = { dry_run: false, checked: false, why, next_due: until.toISOString(), ...found([], []) };
    const human =
      outcome.for === "not-due" ? `${why} The next one is due at ${until.toISOString()}` : `No check now. ${why}`;
    return { exitCode: 0, json, human };
  }
  if (outcome.steps.some(({ kind }) => kind === "held")) {
    terminal.say("Agree with `mosis device update --accept-permissions`.");
  }
  return checkResult(outcome, install);
}

function checkResult({ steps, outlooks, why, next }: Checked, install: boolean): CommandResult {
  const errors = steps.flatMap((step) => (step.kind === "failed" ? [step.error] : []));
  return {
    exitCode: install ? exitCodeOf(errors) : 0,
    json: { dry_run: false, checked: true, why, next_due: next.toISOString(), ...found(steps, outlooks) },
    human: humanOf(steps, outlooks),
  };
}

/** What was found, for programs. */
function found(steps: readonly UpdateStep[], outlooks: readonly AppOutlook[]): JsonObject {
  const updates = steps.filter(({ kind }) => kind === "update" || kind === "held");
  const installed = updates.filter((step) => step.kind === "update" && step.transfer !== null);
  const withdrawn = outlooks.filter(({ status }) => isWithdrawn(status));
  return {
    available: updates.length - installed.length,
    installed: installed.length,
    withdrawn: withdrawn.map(({ app_id, version_code, status, status_reason }) => ({
      app_id,
      version_code,
      status,
      reason: status_reason,
    })),
    apps: steps.map(stepJson),
  };
}

function humanOf(steps: readonly UpdateStep[], outlooks: readonly AppOutlook[]): string {
  if (steps.length === 0) return "No apps are installed";
  const lines = steps.map((step) => stepLine(step, step.kind === "update" && step.transfer === null));
  const warnings = outlooks.flatMap(({ app_id: app, status, status_reason: reason }) =>
    isWithdrawn(status) ? [`${app}: ${withdrawnSentence(null, status, reason)}`] : [],
  );
  return [...lines, ...warnings].join("\n");
}
