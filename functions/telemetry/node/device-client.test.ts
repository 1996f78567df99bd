import { expect, test } from "vitest";

import { aServerFolder, startServer } from "./server-kit.ts";
import { aCountingDevice } from "../../../src/testing/telemetry/counting-device.ts";

const DAY = 86_400_000;

// The reference device and the real server, over HTTP.
test.for([0, 3.3 * DAY, -40 * DAY])(
  "a device whose clock is off by %d ms is counted, and has all of it exported and deleted for good",
  async (off) => {
    const server = await startServer(aServerFolder());
    const device = await aCountingDevice(server.url, Date.now() + off);
    for (const time of ["first", "second"]) {
      await device.use();
      expect([time, await device.send()]).toMatchObject([time, { kind: "sent", taken: 2, refused: [], left: 0 }]);
    }
    const { events = [], crashes = [] } = await device.export();
    expect(events.filter((event) => (event as { type: string }).type === "app_stop")).toHaveLength(4);
    expect(crashes).toHaveLength(2);
    expect(JSON.stringify(crashes)).not.toContain("ada@example.com");
    for (const event of events) {
      const { time } = event as { readonly time: string };
      expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
    }
    await device.delete();
    expect(await device.export()).toEqual({ events: [], crashes: [] });
    expect(await server.stop()).toBe(0);
  },
);
