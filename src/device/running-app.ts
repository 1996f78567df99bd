import type { Device } from "./device.ts";
import type { OnFailure } from "./disk/transaction.ts";
import type { AppId } from "../core/ids/ids.ts";

/** Stops an app before its package goes; true when it ran. After a failure it runs again. */
export async function stopApp({ ports }: Device, app: AppId, onFailure: OnFailure): Promise<boolean> {
  if (!(await ports.apps.isRunning(app))) return false;
  onFailure(() => ports.apps.start(app));
  await ports.apps.stop(app);
  return true;
}

/** Starts an app that was stopped, once. That it cannot start undoes nothing: its crash report may. */
export async function restartApp({ ports }: Device, app: AppId): Promise<void> {
  await ports.apps.start(app).catch(() => undefined);
}
