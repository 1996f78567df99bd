import type { deviceList } from "./specs/device.ts";
import { isWithdrawn } from "../../core/device/app-outlook.ts";
import { listDevice, type ListedApp, type ListedStore } from "../../device/list.ts";
import { withdrawnSentence } from "../../device/notify.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";
import type { Terminal } from "../terminal/terminal.ts";

export async function run(context: CommandContext<typeof deviceList>): Promise<CommandResult> {
  const { options, cwd, env, terminal } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const { root } = device.layout;
  const { apps, broken, stores, check } = await listDevice(device);
  for (const store of stores) if (store.expired) terminal.warn(expiry(store));
  for (const app of apps) warnOfWithdrawal(app, terminal);
  for (const { app_id: app, problem } of broken) terminal.warn(`${app} is unusable: ${problem}`);
  const width = Math.max(0, ...apps.map(({ app_id: app }) => app.length));
  const lines = apps.map(
    ({ app_id: app, version, track, store, status }) =>
      `${app.padEnd(width)}  ${version}  ${track}  ${store.url}${isGone(status) ? `  ${status}` : ""}`,
  );
  return {
    exitCode: 0,
    json: { root, apps, broken, stores, check },
    human: lines.length > 0 ? lines.join("\n") : `No apps in ${root}`,
  };
}

function isGone(status: ListedApp["status"]): boolean {
  return status !== null && isWithdrawn(status);
}

function warnOfWithdrawal({ app_id: app, version, status, status_reason }: ListedApp, terminal: Terminal): void {
  if (status === null || !isWithdrawn(status)) return;
  terminal.warn(`${app}: ${withdrawnSentence(version, status, status_reason)}`);
}

function expiry({ url, expires }: ListedStore): string {
  return `What is known of ${url} expired at ${expires}; nothing new is installed from it until it answers.`;
}
