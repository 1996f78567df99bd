import type { deviceTelemetryConsent } from "./specs/device-telemetry.ts";
import { suggest } from "../arguments/suggest.ts";
import { echo } from "../../core/findings/finding.ts";
import type { Consent } from "../../core/telemetry/event-types.ts";
import { setConsent } from "../../device/telemetry/consent.ts";
import { telemetryStatus } from "../../device/telemetry/telemetry-status.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import { CliError } from "../errors/cli-error.ts";

/** What each consent is called. */
export const levels = ["none", "basic", "detailed"] as const satisfies Record<Consent, string> & readonly string[];

export async function run(context: CommandContext<typeof deviceTelemetryConsent>): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const consent = consentOf(args.level);
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const before = await telemetryStatus(device);
  if (!dryRun) await setConsent(device, consent);
  const { waiting } = dryRun ? before : await telemetryStatus(device);
  const [from, to] = [levels[before.consent], levels[consent]];
  return {
    exitCode: 0,
    json: { dry_run: dryRun, from, to, waiting },
    human: `${dryRun ? "Would change" : "Changed"} the consent from ${from} to ${to}`,
  };
}

function consentOf(text: string): Consent {
  const consent = ([0, 1, 2] as const).find((each) => levels[each] === text);
  if (consent !== undefined) return consent;
  const advice = suggest(text, levels, (each) => `mosis device telemetry consent ${each}`);
  throw new CliError("bad-argument", `${echo(text)} is no level of consent; there are ${levels.join(", ")}.`, advice);
}
