import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { deviceInstall } from "./specs/device.ts";
import type { AppId } from "../../core/ids/ids.ts";
import type { Device } from "../../device/device.ts";
import {
  type Installed,
  installApp,
  type InstallPlan,
  type PlannedInstall,
  planInstall,
} from "../../device/install.ts";
import { listDevice } from "../../device/list.ts";
import { storeUrl } from "../../device/store/store-state.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { appIdOf, openDevice } from "../device/open-device.ts";
import { CliError } from "../errors/cli-error.ts";
import { formatBytes } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";

export async function run(context: CommandContext<typeof deviceInstall>): Promise<CommandResult> {
  const { args, terminal, dryRun } = context;
  const app = appIdOf(args.app);
  const progress = terminal.progress(`Installing ${app}`);
  const result = await install(app, context, progress.stop).finally(progress.stop);
  if (result.kind === "present") {
    const { version } = result.installed;
    terminal.say("`mosis device update` brings newer versions.");
    return {
      exitCode: 0,
      json: { dry_run: dryRun, action: "none", plan: null, passed_over: [], installed: result.installed },
      human: `${app} ${version} is installed already`,
    };
  }
  warnOfFirstUse(result.plan, terminal);
  return report(result, dryRun);
}

async function install(
  app: AppId,
  { options, cwd, env, terminal, dryRun }: CommandContext<typeof deviceInstall>,
  beforeAsking: () => void,
): Promise<Installed | PlannedInstall> {
  const { root: folder, "root-file": rootFile, "accept-permissions": acceptsPermissions, track } = options;
  const { "mosis-version": mosisVersion } = options;
  const device = openDevice({ root: folder, mosisVersion, acceptsPermissions, cwd, env, terminal, beforeAsking });
  const root = rootFile === undefined ? null : new Uint8Array(await readFile(resolve(cwd, rootFile)));
  const store = options.store === undefined ? await onlyStore(device) : (storeUrl(options.store, cwd) ?? options.store);
  const request = { app, store, root, track };
  return dryRun ? planInstall(device, request) : installApp(device, request);
}

function report(result: Exclude<Installed | PlannedInstall, { kind: "present" }>, dryRun: boolean): CommandResult {
  const { plan, passedOver } = result;
  const installed = result.kind === "installed" ? result.installed : null;
  const verb = dryRun ? "Would install" : "Installed";
  const permissions = plan.to.permissions.join(", ") || "none";
  const human = [
    `${verb} ${plan.app_id} ${plan.to.version} (${formatBytes(plan.to.package.length)}) of ${plan.pin.developer} from ${plan.store.url}`,
    `Permissions: ${permissions}`,
  ];
  if (dryRun) human.push(...passedOver.map(({ why }) => why));
  if (dryRun && plan.consent.length > 0) human.push(`Needs your consent: ${plan.consent.join(", ")}`);
  return {
    exitCode: 0,
    json: { dry_run: dryRun, action: "install", plan, passed_over: passedOver, installed },
    human: human.join("\n"),
  };
}

/** Trust on first use is only as good as the look somebody takes at it. */
function warnOfFirstUse({ store }: InstallPlan, terminal: Terminal): void {
  if (!store.first_contact || store.pinned === "given") return;
  terminal.warn(`The root of ${store.url} is trusted because it is the first one seen. Its fingerprint is`);
  terminal.warn(`${store.first_root}; compare it with the one the store announces elsewhere.`);
}

async function onlyStore(device: Device): Promise<string> {
  const { stores } = await listDevice(device);
  const [first, ...others] = stores;
  if (first !== undefined && others.length === 0) return first.url;
  const known = first === undefined ? "The device knows no store yet." : "The device knows several stores.";
  throw new CliError("bad-option", `${known} \`--store\` is needed.`, "Give the store's address with `--store URL`.");
}
