import { join } from "node:path";

import type { Device } from "../device.ts";
import { isPartial } from "../layout.ts";

/** Milliseconds after which nobody goes on with a download any more: a week. */
const STALE_MS = 7 * 24 * 60 * 60_000;

/** Removes downloads that broke off and that nobody went on with for long. */
export async function dropStalePartials(device: Device): Promise<void> {
  const { layout, ports } = device;
  const oldest = ports.now().getTime() - STALE_MS;
  await dropPartials(device, async (name) => {
    const facts = await ports.disk.look(join(layout.staging, name));
    return facts !== null && facts.changed.getTime() < oldest;
  });
}

/** Removes downloads that broke off. */
export async function dropPartials(
  { layout, ports: { disk } }: Device,
  isUnwanted: (name: string) => boolean | Promise<boolean>,
): Promise<void> {
  for (const name of await disk.list(layout.staging)) {
    if (isPartial(name) && (await isUnwanted(name))) await disk.remove(join(layout.staging, name));
  }
}
