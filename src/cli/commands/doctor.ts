import type { doctor } from "./specs/doctor.ts";
import type { CheckResult, CheckStatus } from "../../core/doctor/check-result.ts";
import { checkSetup } from "../../core/doctor/check-setup.ts";
import { echo } from "../../core/findings/finding.ts";
import { deviceErrors } from "../../device/device-error.ts";
import { storeUrl } from "../../device/store/store-state.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import { gatherFacts, type Where } from "../doctor/gather-facts.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Format, Style } from "../terminal/style.ts";

type Context = CommandContext<typeof doctor>;

const FORMATS: Readonly<Record<CheckStatus, Format>> = { ok: "green", warn: "yellow", fail: "red" };

export async function run(context: Context): Promise<CommandResult> {
  const { cwd, env, terminal, checker } = context;
  const store = namedStore(context);
  const progress = terminal.progress("Looking around");
  const checks = checkSetup(await gatherFacts({ cwd, env, store, checker }).finally(progress.stop));
  const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length;
  const [warned, failed] = [count("warn"), count("fail")];
  const lines = checks.map((check) => checkText(check, terminal.style));
  return {
    exitCode: failed === 0 ? 0 : 1,
    json: { checks, warned, failed },
    human: [...lines, "", verdict(warned, failed)].join("\n"),
  };
}

function namedStore({ options, cwd, env, terminal }: Context): Where["store"] {
  if (options.store === undefined) return null;
  const url = storeUrl(options.store, cwd);
  if (url === null) {
    const message = `${echo(options.store)} is not the address of a store.`;
    throw new CliError("store-bad-url", message, deviceErrors["bad-url"]);
  }
  return { url, device: openDevice({ root: undefined, acceptsPermissions: false, cwd, env, terminal }) };
}

function checkText({ status, id, message, fix }: CheckResult, style: Style): string {
  const line = `${style(FORMATS[status], status.padEnd(4))}  ${style("bold", id.padEnd(15))}  ${message}`;
  return fix === null ? line : `${line}\n${" ".repeat(23)}fix: ${fix}`;
}

function verdict(warned: number, failed: number): string {
  const warnings = warned === 1 ? "1 warning" : `${warned} warnings`;
  if (failed > 0) return `${failed} of the points ${failed === 1 ? "fails" : "fail"}, ${warnings}.`;
  return warned === 0 ? "Everything is fine." : `Nothing fails, ${warnings}.`;
}
