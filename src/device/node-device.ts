import { randomBytes } from "node:crypto";

import type { Device, DevicePorts, RunningApps } from "./device.ts";
import { nodeDisk } from "./disk/disk.ts";
import { layoutOf } from "./layout.ts";
import { REFERENCE_MOSIS_VERSION } from "./reference-mosis-version.ts";
import { fileHomeScreen, fileSandbox } from "./registrations.ts";
import { spaciousDisk } from "./disk/spacious-disk.ts";
import { storeFetcher } from "./store/store-fetcher.ts";

/** What must or may be different about a device of this machine. */
export type NodeDeviceOptions = Pick<DevicePorts, "consent"> &
  Partial<Omit<DevicePorts, "consent">> & { readonly mosisVersion?: string };

/** Without a MosisService no app runs. */
const nothingRuns: RunningApps = {
  isRunning: async () => false,
  stop: async () => undefined,
  start: async () => undefined,
};

/** A device in a folder of this machine. The folder is made when something is installed. */
export function nodeDevice(root: string, options: NodeDeviceOptions): Device {
  const { mosisVersion = REFERENCE_MOSIS_VERSION, disk: given = nodeDisk, ...ports } = options;
  const disk = spaciousDisk(given);
  const layout = layoutOf(root);
  return {
    layout,
    mosisVersion,
    ports: {
      disk,
      luaSandbox: fileSandbox(layout, disk),
      homeScreen: fileHomeScreen(layout, disk),
      apps: nothingRuns,
      notify: async () => undefined,
      conditions: async () => ({ online: true, metered: false, lowBattery: false }),
      fetcherOf: storeFetcher,
      now: () => new Date(),
      randomBytes: (length) => randomBytes(length),
      ...ports,
    },
  };
}
