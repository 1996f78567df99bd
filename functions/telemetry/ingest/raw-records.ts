import { type Place, shifted } from "./place.ts";
import type { CrashReport } from "../../../src/core/telemetry/batch.ts";
import type { ParsedBatch } from "../../../src/core/telemetry/parse-telemetry.ts";
import type { RawBatch, RawCrash } from "../ports.ts";

/** What is stored of a batch: of its events those that were accepted. */
export function rawBatch({ batch, accepted }: ParsedBatch, where: Place): RawBatch {
  const { batch_id, app_id, version_code, device_id, mosis_version } = batch;
  return {
    day: where.day,
    batch_id,
    app_id,
    version_code,
    device_id,
    mosis_version,
    events: accepted.map(({ index, event: { type, data, time, session } }) => ({
      at: index,
      type,
      data,
      time: shifted(time, where),
      session,
    })),
  };
}

/** What is stored of a crash report that is cut and scrubbed. */
export function rawCrash(crash: CrashReport, where: Place): RawCrash {
  const { v: _, consent: __, sent_at: ___, timestamp, ...kept } = crash;
  return { ...kept, day: where.day, time: shifted(timestamp, where) };
}
