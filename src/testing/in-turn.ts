import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { DeviceError } from "../device/device-error.ts";
import { underLock } from "../device/disk/lock.ts";

const LOCKS = join(import.meta.dirname, "../../.jobs");
const RETRY_MS = 200;

/** Runs what two test files must not do at once, each in a process of its own: the second waits for the first. */
export async function inTurn<T>(name: string, action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await underLock(join(LOCKS, `${name}.lock`), action);
    } catch (error) {
      if (!(error instanceof DeviceError && error.code === "locked")) throw error;
      await setTimeout(RETRY_MS);
    }
  }
}
