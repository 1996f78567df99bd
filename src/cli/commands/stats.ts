import type { stats } from "./specs/stats.ts";
import { echo } from "../../core/findings/finding.ts";
import { addDays, dayOf, isDay } from "../../core/telemetry/days.ts";
import { PortalError } from "../../node/portal/portal-error.ts";
import { type DayRange, readStats } from "../../node/portal/portal-stats.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { requirePortal } from "../portal/choose-portal.ts";
import { openPortalSession } from "../portal/portal-session.ts";
import { appArgument } from "../publish/submit-event.ts";
import { statsHuman } from "../render/stats-human.ts";

/** Days that are looked at where nobody says from when. */
const DAYS = 28;
/** Groups of crashes that are listed. */
const GROUPS = 10;

export async function run({ args, options, env, terminal }: CommandContext<typeof stats>): Promise<CommandResult> {
  const app = appArgument(args.app);
  const range = rangeOf(options, addDays(dayOf(Date.now()), -1));
  const { client } = await openPortalSession(await requirePortal(options, env), env);
  const found = await readStats(client, app, range, GROUPS).catch((error: unknown) => {
    if (!(error instanceof PortalError) || error.code !== "missing") throw error;
    const fix = "Check its id. If it is yours, `mosis keys register` links your account to its developer.";
    throw new CliError("app-unknown", `The portal shows you no app ${app}.`, fix, { cause: error });
  });
  const { overview, frameTime, memory, versions, crashes } = found;
  return {
    exitCode: 0,
    json: { app, ...range, overview, frame_time: frameTime, memory, versions, crashes },
    human: statsHuman(app, range, found, terminal.style),
  };
}

function rangeOf(
  options: { readonly from: string | undefined; readonly to: string | undefined },
  yesterday: string,
): DayRange {
  const to = day("to", options.to) ?? yesterday;
  const from = day("from", options.from) ?? addDays(to, 1 - DAYS);
  if (from <= to) return { from, to };
  throw new CliError("bad-option", `\`--from\` is ${from}, which is after ${to}.`, "Give the earlier day to `--from`.");
}

function day(name: string, given: string | undefined): string | null {
  if (given === undefined || isDay(given)) return given ?? null;
  throw new CliError("bad-option", `\`--${name}\` is ${echo(given)}, which is no day.`, "Give one such as 2026-11-26.");
}
