import { dirname, join, resolve } from "node:path";

import { permissionOf } from "../../core/sdk/permissions.ts";
import { echo } from "../../core/findings/finding.ts";
import { type AppId, parseAppId } from "../../core/ids/ids.ts";
import { isSemver } from "../../core/ids/semver.ts";
import type { ConsentRequest, Device } from "../../device/device.ts";
import { noticeLine } from "../../device/notify.ts";
import { nodeDevice } from "../../device/node-device.ts";
import { keysFolder } from "../../node/key-store.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DeviceSettings {
  /** `--root` as it was typed. */
  readonly root: string | undefined;
  /** `--mosis-version`, of the commands that decide by it. */
  readonly mosisVersion?: string | undefined;
  /** `--accept-permissions`. */
  readonly acceptsPermissions: boolean;
  readonly cwd: string;
  readonly env: Environment;
  readonly terminal: Terminal;
  /** Whether a person is told on stderr what they did not ask for. */
  readonly tellsNotices?: boolean;
  /** Clears the screen of progress, so that a question can be read. */
  readonly beforeAsking?: () => void;
}

/**
 * The device that a command is about, with the person at the terminal to agree to permissions.
 *
 * @throws CliError `bad-option`
 */
export function openDevice(settings: DeviceSettings): Device {
  const { root, mosisVersion, acceptsPermissions, cwd, env, terminal, tellsNotices = false, beforeAsking } = settings;
  const folder = root === undefined ? join(dirname(keysFolder(env)), "device") : resolve(cwd, root);
  if (mosisVersion !== undefined && !isSemver(mosisVersion)) {
    const trouble = `${echo(mosisVersion)} is no version of Mosis.`;
    throw new CliError("bad-option", trouble, "Give `--mosis-version` a version of SemVer 2.0.0, such as 1.4.0.");
  }
  return nodeDevice(folder, {
    ...(mosisVersion !== undefined && { mosisVersion }),
    async consent(request) {
      if (acceptsPermissions || !terminal.interactive) return acceptsPermissions;
      beforeAsking?.();
      return askPerson(request, terminal);
    },
    notify: async (notice) => {
      if (tellsNotices) terminal.say(noticeLine(notice));
    },
  });
}

/** Reads the id of an app as it was typed. */
export function appIdOf(text: string): AppId {
  const app = parseAppId(text);
  if (app !== null) return app;
  throw new CliError("bad-argument", `${echo(text)} is not the id of an app.`, "Give an id such as com.example.notes.");
}

async function askPerson({ kind, app, permissions }: ConsentRequest, terminal: Terminal): Promise<boolean> {
  terminal.say(kind === "install" ? `${app} wants to use:` : `The update of ${app} also wants to use:`);
  for (const id of permissions) terminal.say(`  ${id}: ${permissionOf(id)?.sentence ?? "unknown here"}`);
  const prompts = await terminal.ask("Whether you agree", "Give `--accept-permissions`.");
  const choices = [
    { value: "no", label: "No, leave it" },
    { value: "yes", label: "Yes, allow it" },
  ];
  return (await prompts.select({ message: "Do you agree?", choices })) === "yes";
}
