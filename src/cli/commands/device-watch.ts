import type { deviceWatch } from "./specs/device.ts";
import { type DeviceList, listDevice } from "../../device/list.ts";
import { type WatchNews, watchUpdates } from "../../device/watch-updates.ts";
import { sleep } from "../../node/sleep.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Checks made since the start. */
interface Tally {
  checks: number;
  failed: number;
  installed: number;
  last: { readonly at: string; readonly next_due: string } | null;
}

export async function run(context: CommandContext<typeof deviceWatch>): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun, onInterrupt } = context;
  const { root, "mosis-version": mosisVersion, install, once } = options;
  const device = openDevice({ root, mosisVersion, acceptsPermissions: false, cwd, env, terminal, tellsNotices: true });
  if (dryRun) return plannedWatch(await listDevice(device));
  const tally: Tally = { checks: 0, failed: 0, installed: 0, last: null };
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const heard = (news: WatchNews): void => {
    count(news, tally, device.ports.now());
    say(news, terminal);
  };
  await watchUpdates(device, { install, once, signal: stop.signal }, { sleep, heard }).finally(release);
  return { exitCode: 0, json: { dry_run: false, ...tally }, human: accountOf(tally) };
}

function plannedWatch({ check: { next_due: due } }: DeviceList): CommandResult {
  const human = due === null ? "Would check at once" : `Would check from ${due} on`;
  return { exitCode: 0, json: { dry_run: true, next_due: due }, human };
}

function count(news: WatchNews, tally: Tally, now: Date): void {
  if (news.kind !== "checked") return;
  tally.checks += 1;
  if (!news.isSuccess) tally.failed += 1;
  tally.installed += news.steps.filter((step) => step.kind === "update" && step.transfer !== null).length;
  tally.last = { at: now.toISOString(), next_due: news.next.toISOString() };
}

function say(news: WatchNews, terminal: Terminal): void {
  switch (news.kind) {
    case "checked":
      for (const step of news.steps) if (step.kind === "failed") terminal.warn(`${step.app}: ${step.error.message}`);
      terminal.say(`Checked; the next check is due at ${news.next.toISOString()}`);
      return;
    case "wait":
      terminal.say(news.for === "not-due" ? `The next check is due at ${news.until.toISOString()}` : news.why);
      return;
    case "hindered":
      terminal.warn(`${news.error.message} ${news.error.fix}`);
  }
}

function accountOf({ checks, failed, installed }: Tally): string {
  const times = `${checks} ${checks === 1 ? "check" : "checks"}`;
  return `${times}, ${failed} failed, ${installed} ${installed === 1 ? "update" : "updates"} installed`;
}
