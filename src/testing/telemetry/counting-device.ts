import { aTelemetryDevice, NOTES } from "./telemetry-device-kit.ts";
import { setConsent } from "../../device/telemetry/consent.ts";
import { countRun, recordRun } from "../../device/telemetry/count-run.ts";
import { deleteTelemetry, type ExportedTelemetry, exportTelemetry } from "../../device/telemetry/privacy.ts";
import { type SendOutcome, sendTelemetry } from "../../device/telemetry/send-telemetry.ts";
import { telemetryService } from "../../device/telemetry/telemetry-service.ts";

/** The reference device, counted in detail, beside a service. */
export interface CountingDevice {
  /** Milliseconds of the epoch, by its clock. */
  now: number;
  /** Starts `com.example.notes` 3, looks at a screen, stops it, starts it again, and lets it crash. */
  use(): Promise<void>;
  send(): Promise<SendOutcome>;
  export(): Promise<ExportedTelemetry>;
  delete(): Promise<void>;
}

/**
 * Makes such a device until the test ends.
 *
 * @param url address of the service, without a final slash
 */
export async function aCountingDevice(url: string, now: number): Promise<CountingDevice> {
  const kit = await aTelemetryDevice();
  const service = telemetryService(url);
  const { device } = kit;
  await setConsent(device, 2);
  return Object.assign(kit, {
    now,
    async use() {
      const info = { os: "linux", ram_class: "m", locale: "en", screen: "m" } as const;
      const run = await countRun(device);
      await recordRun(device, NOTES, [...run.started(info, 400), ...run.screen("main"), ...run.stopped("user")]);
      const another = await countRun(device);
      const start = another.started(info, 400);
      const message = "assets/main.lua:3: no slot for ada@example.com";
      const crash = another.crashed({ type: "lua_error", message, stack_trace: "assets/main.lua:3: in main chunk" });
      await recordRun(device, NOTES, [...start, ...crash.events], crash.report);
    },
    send: () => sendTelemetry(device, service, { ifDue: false }),
    export: () => exportTelemetry(device, service),
    delete: () => deleteTelemetry(device, service),
  });
}
