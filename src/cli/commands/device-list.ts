import type { deviceList } from "./specs/device.ts";
import { listDevice, type ListedStore } from "../../device/list.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openDevice } from "../device/open-device.ts";

export async function run(context: CommandContext<typeof deviceList>): Promise<CommandResult> {
  const { options, cwd, env, terminal } = context;
  const device = openDevice({ root: options.root, acceptsPermissions: false, cwd, env, terminal });
  const { root } = device.layout;
  const { apps, broken, stores } = await listDevice(device);
  for (const store of stores) if (store.expired) terminal.warn(expiry(store));
  for (const { app_id: app, problem } of broken) terminal.warn(`${app} is unusable: ${problem}`);
  const width = Math.max(0, ...apps.map(({ app_id: app }) => app.length));
  const lines = apps.map(
    ({ app_id: app, version, track, store }) => `${app.padEnd(width)}  ${version}  ${track}  ${store.url}`,
  );
  return {
    exitCode: 0,
    json: { root, apps, broken, stores },
    human: lines.length > 0 ? lines.join("\n") : `No apps in ${root}`,
  };
}

function expiry({ url, expires }: ListedStore): string {
  return `What is known of ${url} expired at ${expires}; nothing new is installed from it until it answers.`;
}
